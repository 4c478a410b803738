package org.mcpoauth.server.authorization.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.ResourceBundle;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Writes the pages. They need no script and load nothing, cannot be framed and are not stored (RFC 9700,
 * section 4.16; MCP security best practices, "Confused Deputy Problem").
 */
public final class Pages {
    private static final String BUNDLE = "org.mcpoauth.server.authorization.page.texts";

    private final ResourceBundle texts = ResourceBundle.getBundle(BUNDLE, Locale.ROOT);
    private final String style = resource("style.css");
    private final String policy = policy(style);
    private final Template login = template("login.html");
    private final Template consent = template("consent.html");
    private final Template error = template("error.html");

    /** Reads the templates. */
    public Pages() {}

    /** What a login page may say above the form. */
    public enum LoginMessage {
        /** Nothing. */
        NONE(""),
        /** Name or password was wrong. */
        WRONG("login.wrong"),
        /** This user name was tried too often. */
        TOO_MANY("login.too-many");

        private final String key;

        LoginMessage(String key) {
            this.key = key;
        }
    }

    /**
     * The login page.
     *
     * @param status the status of the answer
     * @param form where the form goes and its hidden fields
     * @param client who wants access
     * @param message what to say above the form
     * @param requested says who probably logs in
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse login(
            int status,
            PageForm form,
            Client client,
            LoginMessage message,
            RequestedAuthentication requested,
            ResponseHeaders headers) {
        PageModel model = model(form)
                .text("client", name(client))
                .text("username", Objects.requireNonNullElse(requested.loginHint(), ""))
                .text("message", message == LoginMessage.NONE ? "" : texts.getString(message.key))
                .section("failure", message != LoginMessage.NONE);
        return answer(status, login, model, headers);
    }

    /**
     * The consent page. It shows where the answer goes, since names of clients are their own claim (MCP
     * authorization, "Client ID Metadata Documents").
     *
     * @param form where the form goes and its hidden fields
     * @param question what it asks
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse consent(PageForm form, ConsentQuestion question, ResponseHeaders headers) {
        Client client = question.client();
        Scopes scopes = question.scopes();
        URI redirectUri = question.parameters().redirectUri();
        boolean isPublished = client.clientId().startsWith("https://");
        PageModel model = model(form)
                .text("client", name(client))
                .text("subject", question.subject())
                .text("redirectHost", place(redirectUri))
                .text("clientHost", isPublished ? URI.create(client.clientId()).getRawAuthority() : "")
                .section("published", isPublished)
                .section("loopback", RedirectUris.isLoopback(redirectUri))
                .section("canRemember", question.canRemember())
                .section("hasScopes", !scopes.isEmpty())
                .section("hasNoScopes", scopes.isEmpty())
                .list("scopes", scopes.toList())
                .list(
                        "resources",
                        question.parameters().resources().stream()
                                .map(ResourceIdentifier::value)
                                .toList());
        return answer(200, consent, model, headers);
    }

    /**
     * The error page, for errors that must not go to a client.
     *
     * @param status the status of the answer
     * @param problem what went wrong
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse error(int status, Problem problem, ResponseHeaders headers) {
        PageModel model = new PageModel()
                .text("explanation", texts.getString(problem.key()))
                .text("code", problem.code().value());
        return answer(status, error, model, headers);
    }

    private static PageModel model(PageForm form) {
        return new PageModel()
                .text("action", form.action().getRawPath())
                .text("interaction", form.interaction())
                .text("csrf", form.csrf());
    }

    private EndpointResponse answer(int status, Template template, PageModel model, ResponseHeaders headers) {
        headers.set("Content-Type", "text/html; charset=utf-8")
                .set("Cache-Control", "no-store")
                .set("Pragma", "no-cache")
                .set("Content-Security-Policy", policy)
                .set("X-Frame-Options", "DENY")
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer");
        return headers.answer(status, template.render(model).getBytes(StandardCharsets.UTF_8));
    }

    /** Where the answer goes; with a private-use scheme it is the scheme that says it (RFC 8252, section 7.1). */
    private static String place(URI redirectUri) {
        return RedirectUris.isPrivateUse(redirectUri) ? redirectUri.getScheme() + ":" : redirectUri.getRawAuthority();
    }

    private static String name(Client client) {
        return client.metadata().clientName().orElse(client.clientId());
    }

    /** Without {@code form-action}: browsers apply it to the redirect after the form too, which leaves this site. */
    private static String policy(String style) {
        byte[] digest = Sha256.digest(style.getBytes(StandardCharsets.UTF_8));
        return "default-src 'none'; style-src 'sha256-" + Base64Url.encodeStandard(digest)
                + "'; base-uri 'none'; frame-ancestors 'none'";
    }

    private Template template(String name) {
        // the style is ours and not escaped: its digest is in the policy
        return Template.parse(resource(name).replace("{{style}}", style), texts::getString);
    }

    private static String resource(String name) {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
