package org.mcpoauth.server.authorization.page;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Writes the pages in one language. They need no script and load nothing, cannot be framed and are not stored (RFC
 * 9700, section 4.16; MCP security best practices, "Confused Deputy Problem").
 */
public final class LocalizedPages {
    private final PageAnswers answers;
    private final PageTexts texts;
    private final ShownName names;
    private final Template login;
    private final Template consent;
    private final Template error;
    private final Template refusal;
    private final DevicePages devices;

    private LocalizedPages(PageFiles files, String style, PageTexts texts, PageAnswers answers) {
        this.answers = answers;
        this.texts = texts;
        this.names = ShownName.in(answers.language());
        this.login = PageKind.LOGIN.template(files, style, texts);
        this.consent = PageKind.CONSENT.template(files, style, texts);
        this.error = PageKind.ERROR.template(files, style, texts);
        this.refusal = PageKind.REFUSAL.template(files, style, texts);
        this.devices = new DevicePages(this, files, style, texts, answers);
    }

    static LocalizedPages read(PageFiles files, String style, String policy, PageTexts texts) {
        return new LocalizedPages(files, style, texts, new PageAnswers(policy, texts.get("language")));
    }

    /**
     * The pages for devices.
     *
     * @return the pages
     */
    public DevicePages devices() {
        return devices;
    }

    /** What a login page may say above the form. */
    public enum LoginMessage {
        /** Nothing. */
        NONE(200, ""),
        /** Name or password was wrong. */
        WRONG(200, "login.wrong"),
        /** This user name was tried too often. */
        TOO_MANY(429, "login.too-many");

        private final int status;
        private final String key;

        LoginMessage(int status, String key) {
            this.status = status;
            this.key = key;
        }
    }

    /**
     * The login page.
     *
     * @param form where the form goes and its hidden fields
     * @param client who wants access
     * @param message what to say above the form
     * @param username the user name to fill in; may be empty
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse login(
            PageForm form, Client client, LoginMessage message, String username, ResponseHeaders headers) {
        PageModel model = model(form).section("application", true).text("client", name(client));
        return login(model, message, username, headers);
    }

    EndpointResponse login(PageModel model, LoginMessage message, String username, ResponseHeaders headers) {
        boolean isFailure = message != LoginMessage.NONE;
        model.text("username", username)
                .text("message", isFailure ? texts.get(message.key) : "")
                .section("failure", isFailure)
                .section("noFailure", !isFailure);
        return answers.answer(message.status, login, model, headers);
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
        URI redirectUri = question.parameters().redirectUri();
        boolean isPublished = client.clientId().startsWith("https://");
        PageModel model = model(form)
                .text("client", name(client))
                .text("subject", ShownName.cut(Objects.requireNonNullElse(question.subject(), "")))
                .section("user", question.subject() != null)
                .text("upstreamHost", "")
                .section("upstream", question.upstream() != null)
                .text("clientHost", isPublished ? URI.create(client.clientId()).getRawAuthority() : "")
                .section("published", isPublished)
                .section("local", RedirectUris.isLoopback(redirectUri) || RedirectUris.isPrivateUse(redirectUri))
                .section("canRemember", question.canRemember())
                .section("canSwitch", question.canSwitch());
        addPlace(model, redirectUri);
        addAccess(model, question.scopes(), question.parameters().resources());
        if (question.upstream() != null) {
            addUpstream(model, question.upstream());
        }
        return answers.answer(200, consent, model, headers);
    }

    /** Shows where an answer goes. */
    private static void addPlace(PageModel model, URI redirectUri) {
        model.text("redirectHost", place(redirectUri)).text("redirectUri", redirectUri.toString());
    }

    /** Shows what a user is asked to grant. */
    void addAccess(PageModel model, Scopes scopes, List<ResourceIdentifier> resources) {
        model.section("hasScopes", !scopes.isEmpty()).section("hasNoScopes", scopes.isEmpty());
        addScopes(model, "scopes", scopes);
        resources.forEach(resource -> model.item("resources").text("value", resource.value()));
    }

    /** Shows what is asked of another issuer. */
    void addUpstream(PageModel model, UpstreamAccess upstream) {
        model.text("upstreamHost", upstream.host());
        addScopes(model, "upstreamScopes", upstream.scopes());
    }

    private void addScopes(PageModel model, String section, Scopes scopes) {
        scopes.toList()
                .forEach(scope -> model.item(section)
                        .text("value", texts.scope(scope))
                        .text("name", scope)
                        .section("named", texts.isInWords(scope)));
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
        return answers.answer(status, error, model, headers);
    }

    /**
     * The page for errors of clients that nobody vouches for (RFC 9700, section 4.11.2).
     *
     * @param client who asked
     * @param code the error
     * @param redirectUri where the client wants the answer
     * @param location the answer, at that place
     * @param headers further header lines
     * @return the answer
     */
    public EndpointResponse refusal(
            Client client, ErrorCode code, URI redirectUri, String location, ResponseHeaders headers) {
        PageModel model = new PageModel()
                .text("client", name(client))
                .text("location", location)
                .text("code", code.value());
        addPlace(model, redirectUri);
        return answers.answer(400, refusal, model, headers);
    }

    static PageModel model(PageForm form) {
        return new PageModel()
                .text("action", form.action().getRawPath())
                .text("interaction", form.interaction())
                .text("csrf", form.csrf());
    }

    String name(Client client) {
        return names.of(client);
    }

    /** A URI of a private-use scheme has no host (RFC 8252, section 7.1). */
    private static String place(URI redirectUri) {
        return RedirectUris.isPrivateUse(redirectUri) ? redirectUri.getScheme() + ":" : redirectUri.getRawAuthority();
    }
}
