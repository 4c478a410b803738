package org.mcpoauth.samples.mcp;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.InternalServerErrorException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.samples.mcp.json.JsonText;

/**
 * The MCP endpoint: HTTP in and out, nothing else. The guard has let the request through before a method
 * here runs: the token is verified, its scopes allow the operation, and a session belongs to the caller.
 */
@Path("/mcp")
@Dependent
public class McpResource {
    private static final String ALLOWED = "POST, DELETE";

    // set before anything else is called
    @SuppressWarnings("NullAway.Init")
    private McpServer server;

    /** Not by the constructor: some runtimes take no resource whose only constructor has parameters. */
    @Inject
    public void useServer(McpServer server) {
        this.server = server;
    }

    /** One JSON-RPC message. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Response post(@Context HttpHeaders headers, @Context SecurityContext security, InputStream body)
            throws IOException {
        if (headers.getMediaType() == null) {
            // a runtime may take this for anything that is consumed
            return response(Reply.UNSUPPORTED_MEDIA_TYPE);
        }
        byte[] text = body.readNBytes(McpServer.MAX_BODY + 1);
        return response(server.post(mcpHeaders(headers), text, caller(security)));
    }

    /** This server has nothing to say unasked. */
    @GET
    public Response get() {
        return response(Reply.METHOD_NOT_ALLOWED);
    }

    /** The end of a session. */
    @DELETE
    @Produces(MediaType.APPLICATION_JSON)
    public Response delete(@Context HttpHeaders headers) {
        return response(server.delete(mcpHeaders(headers)));
    }

    private static TokenPrincipal caller(SecurityContext security) {
        return TokenPrincipal.of(security.getUserPrincipal())
                .orElseThrow(() -> new InternalServerErrorException("there is no guard in front of this endpoint"));
    }

    private static RequestHeaders mcpHeaders(HttpHeaders headers) {
        return new RequestHeaders(
                headers.getHeaderString(RequestHeaders.PROTOCOL_VERSION),
                headers.getHeaderString(RequestHeaders.SESSION_ID),
                headers.getHeaderString(RequestHeaders.METHOD),
                headers.getHeaderString(RequestHeaders.NAME));
    }

    private static Response response(Reply reply) {
        Response.ResponseBuilder response = Response.status(reply.status());
        if (reply.body() != null) {
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(JsonText.write(reply.body()));
            response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (reply.sessionId() != null) {
            response.header(RequestHeaders.SESSION_ID, reply.sessionId());
        }
        if (reply.status() == Reply.METHOD_NOT_ALLOWED.status()) {
            response.header(HttpHeaders.ALLOW, ALLOWED);
        }
        return response.build();
    }
}
