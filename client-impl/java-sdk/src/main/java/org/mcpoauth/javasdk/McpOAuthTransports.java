package org.mcpoauth.javasdk;

import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import org.mcpoauth.api.McpOAuthClient;

/**
 * Transports of the MCP Java SDK whose requests go through an {@link McpOAuthClient}: each has a token, and
 * challenges are answered before the SDK sees them (MCP authorization, "Access Token Usage"). That holds for
 * messages, for event streams and for the end of a session.
 *
 * <pre>{@code
 * McpSyncClient client = McpClient.sync(McpOAuthTransports.streamableHttp(crm).build()).build();
 * client.initialize();
 * client.callTool(CallToolRequest.builder("whoami").build());
 * }</pre>
 */
public final class McpOAuthTransports {
    private McpOAuthTransports() {}

    /**
     * A builder of the SDK for the MCP server of a client. It has the URL and the connections of the client;
     * what else it offers is left to the caller, but for these: {@code clientBuilder} would take the tokens
     * away, {@code customizeClient} is refused with an {@code UnsupportedOperationException}, {@code
     * connectTimeout} has no effect, requests with an {@code Authorization} or {@code DPoP} header of their own
     * are refused, and an {@code authorizationErrorHandler} never learns of a challenge that was met.
     *
     * <p>A transport is for one user, {@code streamableHttp(crm.as(user))} with {@link McpOAuthClient#as}, or for
     * a client whose tokens are the application's own, and never for a client that asks who calls: a session
     * belongs to one user, and requests are also sent from threads on which nobody calls. What a challenge needs happens within the time that the SDK allows for a request
     * ({@code requestTimeout}, {@code initializationTimeout}), also when a user is asked.
     *
     * <p>Calls of the SDK fail with the exceptions of {@link McpOAuthClient#send}, as they are or as a cause:
     * {@link org.mcpoauth.api.error.AuthorizationRequiredException} if the user has to act first, {@link
     * org.mcpoauth.api.error.ChallengeException} if the server keeps asking for more.
     *
     * @param client whose tokens are sent, and where to
     * @return a new builder, to be used by one thread
     */
    public static HttpClientStreamableHttpTransport.Builder streamableHttp(McpOAuthClient client) {
        String url = client.resource().uri().toString();
        return HttpClientStreamableHttpTransport.builder(url)
                .endpoint(url)
                .clientBuilder(new AuthorizedClientBuilder(client));
    }
}
