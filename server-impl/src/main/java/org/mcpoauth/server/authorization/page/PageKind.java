package org.mcpoauth.server.authorization.page;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.mcpoauth.api.error.ConfigurationException;

/** The pages there are, with the holes of their templates. */
enum PageKind {
    /** Where users log in. */
    LOGIN(
            "login.html",
            Set.of("action", "interaction", "csrf", "client", "failure"),
            Set.of("message", "username", "noFailure", "application", "device")),
    /** Where users agree; no template may hide from them what they agree to. */
    CONSENT(
            "consent.html",
            Set.of(
                    "action",
                    "interaction",
                    "csrf",
                    "client",
                    "published",
                    "clientHost",
                    "redirectHost",
                    "redirectUri",
                    "local",
                    "resources",
                    "hasScopes",
                    "scopes",
                    "value",
                    "upstream",
                    "upstreamHost",
                    "upstreamScopes"),
            Set.of("hasNoScopes", "canRemember", "canSwitch", "user", "subject", "name", "named")),
    /** What users see before they log in elsewhere to enter the code of a device. */
    DEVICE_UPSTREAM(
            "device-upstream.html",
            Set.of("action", "interaction", "csrf", "upstreamHost", "upstreamScopes", "value"),
            Set.of("name", "named")),
    /** Where users enter the code of a device. */
    DEVICE_CODE("device-code.html", Set.of("action", "csrf", "userCode", "failure"), Set.of("message")),
    /** Where users agree to what a device asks for. */
    DEVICE_CONSENT(
            "device-consent.html",
            Set.of(
                    "action",
                    "interaction",
                    "csrf",
                    "userCode",
                    "client",
                    "published",
                    "clientHost",
                    "resources",
                    "hasScopes",
                    "scopes",
                    "value"),
            Set.of("hasNoScopes", "canSwitch", "subject", "name", "named")),
    /** What became of a device. */
    DEVICE_ENDING("device-ending.html", Set.of("message"), Set.of()),
    /** What a client is told only after its user has seen where that goes. */
    REFUSAL("refusal.html", Set.of("client", "redirectHost", "redirectUri", "location"), Set.of("code")),
    /** What cannot be told to a client. */
    ERROR("error.html", Set.of("explanation"), Set.of("code"));

    /** What templates have in common. */
    private static final List<String> PARTS = List.of("head", "access", "upstream");

    private final String file;
    private final Set<String> required;
    private final Set<String> optional;

    PageKind(String file, Set<String> required, Set<String> optional) {
        this.file = file;
        this.required = required;
        this.optional = optional;
    }

    /** Reads the template in one language. */
    Template template(PageFiles files, String style, PageTexts texts) {
        // the style is not escaped: its digest is in the policy
        String source = withParts(files).replace("{{style}}", style);
        Template template = Template.parse(source, texts::get);
        Set<String> missing = new TreeSet<>(required);
        missing.removeAll(template.names());
        require(missing, " does not show ");
        Set<String> unknown = new TreeSet<>(template.names());
        unknown.removeAll(required);
        unknown.removeAll(optional);
        require(unknown, " asks for what is not there: ");
        return template;
    }

    private String withParts(PageFiles files) {
        String source = files.file(file);
        for (String part : PARTS) {
            String text = files.file(part + ".html").stripTrailing();
            source = source.replace("{{>" + part + "}}", text);
        }
        return source;
    }

    private void require(Set<String> none, String problem) {
        if (!none.isEmpty()) {
            throw new ConfigurationException("pages", file + problem + String.join(", ", none));
        }
    }
}
