package org.mcpoauth.client.grant;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.client.proof.ProofKey;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/** Builds authorization requests (RFC 6749, section 4.1.1; RFC 7636, section 4.3; RFC 8707, section 2.1). */
final class AuthorizationRequests {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);

    private final Toolkit toolkit;

    AuthorizationRequests(Toolkit toolkit) {
        this.toolkit = toolkit;
    }

    /** What is sent and what must be remembered; the URL is built from both. */
    record Draft(Parameters parameters, Secret state, Secret codeVerifier) {}

    Draft draft(RegisteredClient client, AuthorizationRequestOptions options) {
        requirePkce(client.server());
        ClientRedirects.require(options.redirectUri());
        Secret state = Secret.of(toolkit.random().next());
        Secret verifier = Secret.of(toolkit.random().next());
        Parameters parameters = Parameters.builder()
                .add("response_type", "code")
                .add("client_id", client.information().clientId())
                .add("redirect_uri", options.redirectUri().toString())
                .add(
                        "scope",
                        options.scopes().isEmpty() ? null : options.scopes().toString())
                .add("state", state.reveal())
                .add("code_challenge", Sha256.base64Url(verifier.reveal()))
                .add("code_challenge_method", "S256")
                .add("resource", options.resource().value())
                .add("dpop_jkt", thumbprint(options.dpopKey()))
                .addAll(options.additional())
                .build();
        return new Draft(parameters, state, verifier);
    }

    AuthorizationRequest request(
            RegisteredClient client, AuthorizationRequestOptions options, Draft draft, Parameters query) {
        URI endpoint = endpoint(client.server());
        return new AuthorizationRequest(
                withQuery(endpoint, query),
                client.server().issuer(),
                client.server().sendsIssuerInResponses(),
                client.information().clientId(),
                draft.state(),
                draft.codeVerifier(),
                options.redirectUri(),
                options.resource(),
                options.scopes(),
                nonce(options),
                toolkit.clock().instant().plus(ANSWER_WITHIN));
    }

    private URI endpoint(AuthorizationServerMetadata server) {
        URI endpoint = server.authorizationEndpoint()
                .orElseThrow(() -> new ResponseViolationException(
                        FailureCode.MISSING_SERVER_METADATA,
                        new Rule("RFC 8414", "2"),
                        "the server has no authorization_endpoint"));
        toolkit.requireOpenable(endpoint);
        return endpoint;
    }

    /** Binds the code to the key as well, so that it is of no use to others (RFC 9449, section 10). */
    private @Nullable String thumbprint(@Nullable DPoPKey key) {
        return key == null ? null : ProofKey.of(toolkit, key).thumbprint();
    }

    private static @Nullable Secret nonce(AuthorizationRequestOptions options) {
        return options.additional().single("nonce").map(Secret::of).orElse(null);
    }

    /** The endpoint may have a query of its own, which is kept (RFC 6749, section 3.1). */
    private static URI withQuery(URI endpoint, Parameters query) {
        String separator = endpoint.getRawQuery() == null ? "?" : "&";
        return URI.create(endpoint + separator + query.encode());
    }

    private static void requirePkce(AuthorizationServerMetadata server) {
        if (!server.supportsPkceS256()) {
            throw new ResponseViolationException(
                    FailureCode.PKCE_UNSUPPORTED,
                    new Rule("MCP authorization", "Authorization Code Protection"),
                    "the server does not list S256 in code_challenge_methods_supported");
        }
    }
}
