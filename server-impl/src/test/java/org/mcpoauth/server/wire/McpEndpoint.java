package org.mcpoauth.server.wire;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An endpoint that tells what it saw, and counts how often anything of it ran. */
@Path("mcp")
public class McpEndpoint {
    final AtomicInteger runs = new AtomicInteger();
    volatile @Nullable String nextSession;

    @POST
    public Response call(
            String body, @Context SecurityContext security, @HeaderParam("Mcp-Session-Id") @Nullable String session) {
        runs.incrementAndGet();
        String seen = security.getUserPrincipal().getName() + " session=" + session + " scheme="
                + security.getAuthenticationScheme() + " role=" + security.isUserInRole("mcp:tools") + " " + body;
        Response.ResponseBuilder response = Response.ok(seen, "text/plain");
        String opened = nextSession;
        if (body.contains("\"initialize\"") && opened != null) {
            response.header("Mcp-Session-Id", opened);
        }
        return response.build();
    }

    @GET
    public String stream(@HeaderParam("Last-Event-ID") @Nullable String event) {
        runs.incrementAndGet();
        return event == null ? "stream" : "stream after " + event;
    }

    @DELETE
    public Response end() {
        runs.incrementAndGet();
        return Response.noContent().build();
    }

    @GET
    @Path("admin")
    @RolesAllowed({"admin", "root"})
    public String admin() {
        runs.incrementAndGet();
        return "admin";
    }

    @GET
    @Path("never")
    @DenyAll
    public String never() {
        runs.incrementAndGet();
        return "never";
    }

    @GET
    @Path("all")
    @PermitAll
    public String all() {
        runs.incrementAndGet();
        return "all";
    }

    @Path("located")
    public Located located() {
        return new Located(runs);
    }

    /** A sub-resource, which no template of its own places. */
    public static class Located {
        private final AtomicInteger runs;

        Located(AtomicInteger runs) {
            this.runs = runs;
        }

        @GET
        public String get() {
            runs.incrementAndGet();
            return "located";
        }
    }
}
