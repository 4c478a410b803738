package org.mcpoauth.cdi.openapi;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.mcpoauth.cdi.openapi.DescribedEndpoint.Input;
import org.mcpoauth.cdi.openapi.DescribedEndpoint.Outcome;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.WebRules.Login;

/** What a web application serves for a client. */
final class WebClientEndpoints {
    private WebClientEndpoints() {}

    static Stream<DescribedEndpoint> of(ClientConfiguration client) {
        return Stream.concat(logins(client), documents(client));
    }

    private static Stream<DescribedEndpoint> logins(ClientConfiguration client) {
        if (client.web().login() == Login.OFF) {
            return Stream.empty();
        }
        URI callback = client.metadata().redirectUris().get(0);
        String base = callback.getScheme() + "://" + callback.getRawAuthority()
                + client.web().basePath();
        return Stream.of(
                new DescribedEndpoint(
                        URI.create(base + "/login/" + client.name()),
                        HttpMethod.GET,
                        "mcpOAuthLogin_" + client.name(),
                        "Login for the client " + client.name() + ", for browsers",
                        Input.query(List.of(), List.of("return")),
                        List.of(Outcome.empty(303, "the way to the authorization server"))),
                new DescribedEndpoint(
                        callback,
                        HttpMethod.GET,
                        "mcpOAuthCallback_" + client.name(),
                        "Redirection endpoint (RFC 6749, section 3.1.2) of the client " + client.name(),
                        Input.query(List.of("state"), List.of("code", "iss", "error")),
                        List.of(
                                Outcome.page(200, "a small page"),
                                Outcome.empty(303, "the way back to where the login began"),
                                Outcome.page(400, "the answer is refused"))),
                new DescribedEndpoint(
                        URI.create(base + "/logout/" + client.name()),
                        HttpMethod.POST,
                        "mcpOAuthLogout_" + client.name(),
                        "Logout from the client " + client.name() + ": its tokens are revoked",
                        Input.form(List.of(), List.of("return")),
                        List.of(
                                Outcome.page(200, "a small page"),
                                Outcome.empty(303, "the way to the page of the field return"))));
    }

    private static Stream<DescribedEndpoint> documents(ClientConfiguration client) {
        URI url = client.metadataDocumentUrl();
        return url == null || !client.web().servesMetadataDocument()
                ? Stream.empty()
                : Stream.of(DescribedEndpoint.document(
                        url,
                        "mcpOAuthClientMetadata_" + client.name(),
                        "Client ID metadata document of the client " + client.name()));
    }
}
