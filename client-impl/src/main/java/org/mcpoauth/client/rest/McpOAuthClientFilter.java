package org.mcpoauth.client.rest;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.CallAuthorization;

/**
 * Lets a Jakarta REST client call one protected MCP server: puts the access token on its requests, answers
 * challenges and sends the request again through the same client (RFC 6750; MCP authorization).
 *
 * <pre>{@code
 * Client http = ClientBuilder.newBuilder().register(new McpOAuthClientFilter(crm)).build();
 * }</pre>
 *
 * <p>An entity that can be written once only, such as a stream, is not sent again: what the challenge asks
 * for is obtained, and the call ends in a {@link org.mcpoauth.api.error.ChallengeException}; sent anew by the
 * application it succeeds. Redirects are not followed on Jersey, the only
 * client this is tested with; elsewhere see that it does not by default. Requests to other servers, and
 * those with an {@code Authorization} or {@code DPoP} header, are refused with an {@link
 * IllegalArgumentException}. Jakarta REST wraps exceptions of filters in a {@code ProcessingException}.
 *
 * <p>Safe for use by several threads.
 */
public final class McpOAuthClientFilter implements ClientRequestFilter, ClientResponseFilter {
    private static final String AUTHORIZATION = "org.mcpoauth.client.rest.authorization";

    private final McpOAuthClient client;

    /**
     * A filter for the requests of one client.
     *
     * @param client obtains and keeps the tokens
     */
    public McpOAuthClientFilter(McpOAuthClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    @Override
    public void filter(ClientRequestContext request) {
        if (Repetition.isOne(request)) {
            return;
        }
        CallAuthorization authorization = begun(request.getMethod(), request.getUri(), request);
        request.setProperty(AUTHORIZATION, authorization);
        // a token must not reach the server that a redirect names
        request.setProperty(Repetition.FOLLOW_REDIRECTS, false);
        authorization.headers().forEach(request.getHeaders()::putSingle);
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) throws IOException {
        if (request.getProperty(AUTHORIZATION) instanceof CallAuthorization authorization
                && !Repetition.isOne(request)) {
            new Repetition(request, authorization).resolve(response);
        }
    }

    private CallAuthorization begun(String method, URI uri, ClientRequestContext request) {
        if (request.getHeaders().containsKey("Authorization")
                || request.getHeaders().containsKey("DPoP")) {
            throw new IllegalArgumentException("the request has credentials of its own");
        }
        return client.authorize(method, uri);
    }
}
