package org.mcpoauth.starter.upstream;

import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.rest.McpOAuthFeature;

/** A guarded server whose tools call another one. */
@Path("mcp")
public final class Tools {
    private static final HttpClient PLAIN =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Upstream upstream;
    private final McpOAuthClient client;

    Tools(Upstream upstream, McpOAuthClient client) {
        this.upstream = upstream;
        this.client = client;
    }

    /** Calls with a client of its own, and tells who called. */
    @POST
    @Path("client")
    public String byClient(@Context ContainerRequestContext request) throws IOException, InterruptedException {
        return client.send(request(HttpRequest.newBuilder(upstream.mcp()), request), BodyHandlers.ofString())
                .body();
    }

    /** Calls without credentials, and tells who called. */
    @POST
    @Path("plain")
    public String plainly(@Context ContainerRequestContext request) throws IOException, InterruptedException {
        return send(request(HttpRequest.newBuilder(upstream.open()), request));
    }

    /** What no server may do: it hands on what it was sent. */
    @POST
    @Path("careless")
    public String carelessly(@HeaderParam("Authorization") String authorization)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(upstream.open())
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", authorization)
                .build());
    }

    /** With everything that is known of the caller. */
    private static HttpRequest request(HttpRequest.Builder builder, ContainerRequestContext request) {
        VerifiedToken token = (VerifiedToken) request.getProperty(McpOAuthFeature.TOKEN_PROPERTY);
        String known = request.getSecurityContext().getUserPrincipal() + " "
                + request.getSecurityContext().getUserPrincipal().getName() + " " + token + " " + token.principal()
                + " " + token.claims() + " " + token.confirmation();
        return builder.timeout(Duration.ofSeconds(20))
                .header("X-Caller", URLEncoder.encode(known, StandardCharsets.UTF_8))
                .POST(BodyPublishers.ofString(known))
                .build();
    }

    private static String send(HttpRequest request) throws IOException, InterruptedException {
        return PLAIN.send(request, BodyHandlers.ofString()).body();
    }
}
