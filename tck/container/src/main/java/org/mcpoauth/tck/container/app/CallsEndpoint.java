package org.mcpoauth.tck.container.app;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.AuthorizationRequiredException;

/** Open to everybody: calls the protected endpoint with injected clients. */
@Path("/calls")
@Dependent
public class CallsEndpoint {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    @Inject
    @McpOAuth("self")
    McpOAuthClient self;

    @Inject
    @McpOAuth("web")
    McpOAuthClient web;

    /** With a token of the application. */
    @GET
    @Path("/self")
    public Response self() throws IOException, InterruptedException {
        return call(self);
    }

    /** With a token of the user. */
    @GET
    @Path("/web")
    public Response web() throws IOException, InterruptedException {
        return call(web);
    }

    private static Response call(McpOAuthClient client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(client.resource().value()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(PING))
                .build();
        try {
            HttpResponse<String> answer = client.httpClient().send(request, BodyHandlers.ofString());
            return Response.status(answer.statusCode()).entity(answer.body()).build();
        } catch (AuthorizationRequiredException e) {
            String login = e.authorizationUri().map(URI::toString).orElse("no login");
            return Response.status(401).entity(login).build();
        }
    }
}
