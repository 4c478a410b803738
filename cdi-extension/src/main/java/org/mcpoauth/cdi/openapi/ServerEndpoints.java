package org.mcpoauth.cdi.openapi;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.cdi.openapi.DescribedEndpoint.Input;
import org.mcpoauth.cdi.openapi.DescribedEndpoint.Outcome;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.EndpointPaths;

/**
 * The endpoints of an authorization server that it offers, and no others.
 *
 * @param configuration what it offers
 */
record ServerEndpoints(AuthorizationServerConfiguration configuration) {
    private static final List<Outcome> REFUSALS = List.of(
            Outcome.json(400, "an error (RFC 6749, section 5.2)"),
            Outcome.json(401, "the client is not authenticated (RFC 6749, section 5.2)"));

    Stream<DescribedEndpoint> all() {
        EndpointPaths paths = configuration.endpoints();
        return Stream.of(
                        documents(paths),
                        Stream.of(authorize(paths.authorize()), token(paths.token()), revoke(paths.revoke())),
                        introspection(paths.introspect()),
                        registration(paths.register()),
                        offered(paths.par()).map(this::pushed),
                        offered(paths.device()).map(this::device),
                        userInfo())
                .flatMap(endpoints -> endpoints);
    }

    private static Stream<String> offered(@Nullable String path) {
        return Stream.ofNullable(path);
    }

    private Stream<DescribedEndpoint> documents(EndpointPaths paths) {
        List<URI> metadata = configuration.issuer().metadataLocations();
        Stream<DescribedEndpoint> places = Stream.iterate(0, index -> index < metadata.size(), index -> index + 1)
                .map(index -> DescribedEndpoint.document(
                        metadata.get(index),
                        "mcpOAuthServerMetadata" + (index == 0 ? "" : index + 1),
                        "Authorization server metadata (RFC 8414)"));
        return Stream.concat(
                places, Stream.of(DescribedEndpoint.document(at(paths.jwks()), "mcpOAuthKeys", "Key set (RFC 7517)")));
    }

    private DescribedEndpoint authorize(String path) {
        return new DescribedEndpoint(
                at(path),
                HttpMethod.GET,
                "mcpOAuthAuthorize",
                "Authorization endpoint (RFC 6749, section 3.1), for browsers",
                Input.query(
                        List.of("client_id"),
                        List.of(
                                "response_type",
                                "redirect_uri",
                                "scope",
                                "state",
                                "code_challenge",
                                "code_challenge_method",
                                "resource",
                                "request_uri")),
                List.of(
                        Outcome.page(200, "a page for the user"),
                        Outcome.empty(302, "the answer, or the way to the login"),
                        Outcome.page(400, "an error that the client is not told")));
    }

    private DescribedEndpoint token(String path) {
        return posted(
                path,
                "mcpOAuthToken",
                "Token endpoint (RFC 6749, section 3.2)",
                Input.form(
                        List.of("grant_type"),
                        List.of(
                                "code",
                                "redirect_uri",
                                "code_verifier",
                                "refresh_token",
                                "scope",
                                "resource",
                                "client_id")),
                Outcome.json(200, "tokens (RFC 6749, section 5.1)"));
    }

    private DescribedEndpoint revoke(String path) {
        return posted(
                path,
                "mcpOAuthRevoke",
                "Revocation endpoint (RFC 7009)",
                Input.form(List.of("token"), List.of("token_type_hint", "client_id")),
                Outcome.empty(200, "the token is revoked, or was none"));
    }

    /** Only for who can authenticate. */
    private Stream<DescribedEndpoint> introspection(String path) {
        boolean isOffered = configuration.clients().authenticationMethods().stream()
                .anyMatch(method -> !method.equals(ClientAuthenticationMethod.NONE));
        return isOffered
                ? Stream.of(posted(
                        path,
                        "mcpOAuthIntrospect",
                        "Introspection endpoint (RFC 7662)",
                        Input.form(List.of("token"), List.of("token_type_hint")),
                        Outcome.json(200, "what the token is")))
                : Stream.empty();
    }

    private Stream<DescribedEndpoint> registration(String path) {
        return configuration.registration().offered()
                ? Stream.of(posted(
                        path,
                        "mcpOAuthRegister",
                        "Client registration endpoint (RFC 7591)",
                        Input.json(List.of("redirect_uris"), List.of("client_name", "grant_types", "scope")),
                        Outcome.json(201, "the registered client")))
                : Stream.empty();
    }

    private DescribedEndpoint pushed(String path) {
        return posted(
                path,
                "mcpOAuthPushedAuthorization",
                "Pushed authorization request endpoint (RFC 9126)",
                Input.form(List.of("client_id"), List.of("response_type", "redirect_uri", "scope", "code_challenge")),
                Outcome.json(201, "a reference for the authorization endpoint"));
    }

    private DescribedEndpoint device(String path) {
        return posted(
                path,
                "mcpOAuthDevice",
                "Device authorization endpoint (RFC 8628)",
                Input.form(List.of("client_id"), List.of("scope", "resource")),
                Outcome.json(200, "codes for the device and its user"));
    }

    private Stream<DescribedEndpoint> userInfo() {
        return configuration.openId().offered()
                ? Stream.of(new DescribedEndpoint(
                        at("/userinfo"),
                        HttpMethod.GET,
                        "mcpOAuthUserInfo",
                        "UserInfo endpoint (OpenID Connect Core, section 5.3)",
                        null,
                        List.of(
                                Outcome.json(200, "claims about the user"),
                                Outcome.json(401, "the access token is missing or not good (RFC 6750, section 3)"))))
                : Stream.empty();
    }

    private DescribedEndpoint posted(String path, String name, String summary, Input input, Outcome success) {
        return new DescribedEndpoint(
                at(path),
                HttpMethod.POST,
                name,
                summary,
                input,
                Stream.concat(Stream.of(success), REFUSALS.stream()).toList());
    }

    /** Endpoints lie below the issuer and the base path. */
    private URI at(String path) {
        return URI.create(trimmed(configuration.issuer().value()) + trimmed(configuration.basePath()) + path);
    }

    private static String trimmed(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }
}
