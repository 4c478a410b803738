package org.mcpoauth.server.authorization.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Writes the pages in one language. They need no script and load nothing, cannot be framed and are not stored (RFC
 * 9700, section 4.16; MCP security best practices, "Confused Deputy Problem").
 */
public final class LocalizedPages {
    // longer names would push what counts out of sight
    private static final int MAX_NAME = 80;

    private final String policy;
    private final PageTexts texts;
    private final Template login;
    private final Template consent;
    private final Template error;

    private LocalizedPages(String policy, PageTexts texts, Template login, Template consent, Template error) {
        this.policy = policy;
        this.texts = texts;
        this.login = login;
        this.consent = consent;
        this.error = error;
    }

    static LocalizedPages read(PageFiles files, String style, String policy, PageTexts texts) {
        return new LocalizedPages(
                policy,
                texts,
                PageKind.LOGIN.template(files, style, texts),
                PageKind.CONSENT.template(files, style, texts),
                PageKind.ERROR.template(files, style, texts));
    }

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
     * @param loginHint who probably logs in, or {@code null}
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse login(
            int status,
            PageForm form,
            Client client,
            LoginMessage message,
            @Nullable String loginHint,
            ResponseHeaders headers) {
        boolean isFailure = message != LoginMessage.NONE;
        PageModel model = model(form)
                .text("client", name(client))
                .text("username", Objects.requireNonNullElse(loginHint, ""))
                .text("message", isFailure ? texts.get(message.key) : "")
                .section("failure", isFailure)
                .section("noFailure", !isFailure);
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
                .text("subject", HtmlText.shortened(question.subject(), MAX_NAME))
                .text("redirectHost", place(redirectUri))
                .text("clientHost", isPublished ? URI.create(client.clientId()).getRawAuthority() : "")
                .section("published", isPublished)
                .section("local", RedirectUris.isLoopback(redirectUri) || RedirectUris.isPrivateUse(redirectUri))
                .section("canRemember", question.canRemember())
                .section("canSwitch", question.canSwitch())
                .section("hasScopes", !scopes.isEmpty())
                .section("hasNoScopes", scopes.isEmpty());
        scopes.toList()
                .forEach(scope -> model.item("scopes")
                        .text("value", texts.scope(scope))
                        .text("name", scope)
                        .section("named", texts.isInWords(scope)));
        question.parameters().resources().stream()
                .map(ResourceIdentifier::value)
                .forEach(resource -> model.item("resources").text("value", resource));
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
                .text("explanation", texts.get(problem.key()))
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
                .set("Content-Language", texts.get("language"))
                .set("Cache-Control", "no-store")
                .set("Pragma", "no-cache")
                .set("Content-Security-Policy", policy)
                .set("X-Frame-Options", "DENY")
                .set("X-Content-Type-Options", "nosniff")
                .set("Referrer-Policy", "no-referrer");
        return headers.answer(status, template.render(model).getBytes(StandardCharsets.UTF_8));
    }

    private static String name(Client client) {
        return HtmlText.shortened(client.metadata().clientName().orElse(client.clientId()), MAX_NAME);
    }

    /** A URI of a private-use scheme has no host (RFC 8252, section 7.1). */
    private static String place(URI redirectUri) {
        return RedirectUris.isPrivateUse(redirectUri) ? redirectUri.getScheme() + ":" : redirectUri.getRawAuthority();
    }
}
