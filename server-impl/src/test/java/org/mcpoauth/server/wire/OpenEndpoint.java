package org.mcpoauth.server.wire;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** A resource beside the protected one. */
@Path("open")
public class OpenEndpoint {

    @GET
    public String get() {
        return "open";
    }

    @Path("located")
    public Located located() {
        return new Located();
    }

    /** A sub-resource beside the protected resource. */
    public static class Located {
        @GET
        public String get() {
            return "open located";
        }
    }
}
