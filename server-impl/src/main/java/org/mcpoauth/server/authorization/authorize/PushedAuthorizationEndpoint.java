package org.mcpoauth.server.authorization.authorize;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.AuthenticatedClient;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.server.authorization.endpoint.JsonAnswers;
import org.mcpoauth.server.authorization.limit.RequestLimits;
import org.mcpoauth.server.authorization.possession.DpopProofs;
import org.mcpoauth.server.proof.DpopProof;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The pushed authorization request endpoint (RFC 9126, section 2): authenticates the client as the token
 * endpoint does and checks the request as the authorization endpoint does, so that the browser brings a
 * reference only.
 */
public final class PushedAuthorizationEndpoint implements EndpointHandler {
    /** The largest request it takes, which is what the authorization endpoint takes, in bytes. */
    public static final int MAX_BODY = AuthorizationEndpoint.MAX_TEXT;

    private final List<URI> urls;
    private final DpopProofs proofs;
    private final ClientAuthenticator authenticator;
    private final RequestLimits limits;
    private final RedirectUris redirectUris;
    private final AuthorizationRequestReader reader;
    private final PushedRequests pushed;
    private final JsonAnswers answers;

    /**
     * Makes the endpoint.
     *
     * @param urls its configured URLs
     * @param configuration the rules for requests
     * @param proofs checks the proof of the key that the code shall be bound to
     * @param authenticator authenticates clients
     * @param limits how often an address may push in the name of clients that prove nothing
     * @param store keeps requests until their browsers come
     * @param json writes them
     * @param answers writes the answers
     */
    public PushedAuthorizationEndpoint(
            List<URI> urls,
            AuthorizationServerConfiguration configuration,
            DpopProofs proofs,
            ClientAuthenticator authenticator,
            RequestLimits limits,
            StateStore store,
            StrictJson json,
            JsonAnswers answers) {
        this.urls = List.copyOf(urls);
        this.proofs = proofs;
        this.authenticator = authenticator;
        this.limits = limits;
        this.redirectUris = new RedirectUris(configuration.clients().localhostAnyPort());
        this.reader = new AuthorizationRequestReader(configuration);
        this.pushed = new PushedRequests(configuration, store, json);
        this.answers = answers;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        Parameters form = FormRequest.read(request);
        AuthenticatedClient authenticated = authenticator.authenticate(request, form);
        Optional<DpopProof> proof = proofs.verify(request, urls);
        Client client = authenticated.client();
        if (form.has("request_uri")) {
            throw invalid("a pushed request cannot refer to another one");
        }
        URI redirectUri = redirectUris
                .requested(client, form)
                .orElseThrow(() -> invalid("redirect_uri is missing or not registered"));
        AuthorizationParameters parameters = reader.read(
                client, redirectUri, form, proof.map(DpopProof::thumbprint).orElse(null));
        if (ClientAuthenticator.isPublic(client)) {
            limits.requireFewOfStrangers(request);
        }
        // a request that is refused uses nothing up
        proof.ifPresent(proofs::use);
        authenticated.spend();
        return answers.answer(
                201,
                answers.object()
                        .add("request_uri", pushed.add(client, parameters))
                        .add("expires_in", pushed.lifetime().toSeconds())
                        .build());
    }

    private static EndpointException invalid(String description) {
        return EndpointException.authorize(ErrorCode.INVALID_REQUEST, description);
    }
}
