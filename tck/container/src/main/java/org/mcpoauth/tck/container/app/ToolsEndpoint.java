package org.mcpoauth.tck.container.app;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.mcpoauth.api.McpScopes;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;

/** The protected endpoint: tells each caller who it is, by all ways there are. */
@Path("/mcp")
@Dependent
public class ToolsEndpoint {
    @Inject
    Provider<VerifiedToken> token;

    @Inject
    Provider<TokenPrincipal> principal;

    /** Any JSON-RPC call. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @McpScopes("tools")
    @McpScopes(value = "notes:write", tool = "notes_add")
    public Response call(@Context SecurityContext security, String message) {
        TokenPrincipal caller = token.get().principal();
        JsonObject body = Json.createObjectBuilder()
                .add("sub", String.valueOf(caller.subject()))
                .add("clientId", String.valueOf(caller.clientId()))
                .add("iss", String.valueOf(caller.issuer()))
                .add("injected", principal.get().getName())
                .add("name", security.getUserPrincipal().getName())
                .add("scheme", security.getAuthenticationScheme())
                .build();
        return Response.ok(body.toString()).build();
    }

    /** For a role that nobody has. */
    @GET
    @Path("/administration")
    @RolesAllowed("administrator")
    public String administration() {
        return "administration";
    }

    /** A locator: what is below it is guarded as well. */
    @Path("/below")
    public Below below() {
        return new Below();
    }

    /** A class without annotations of its own. */
    public static class Below {
        /** Anything. */
        @GET
        public String anything() {
            return "below";
        }
    }
}
