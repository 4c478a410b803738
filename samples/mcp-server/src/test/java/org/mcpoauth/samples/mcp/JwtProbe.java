package org.mcpoauth.samples.mcp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.eclipse.microprofile.jwt.Claim;
import org.eclipse.microprofile.jwt.ClaimValue;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Tells below the MCP endpoint who calls, by the types of MicroProfile JWT. */
@Path("/mcp/jwt")
@RequestScoped
public class JwtProbe {
    @Inject
    JsonWebToken token;

    @Inject
    @Claim("client_id")
    Optional<String> client;

    @Inject
    Lasting lasting;

    /** Lives as long as the application. */
    @ApplicationScoped
    public static class Lasting {
        @Inject
        @Claim("sub")
        ClaimValue<Optional<String>> subject;

        String subject() {
            return subject.getValue().orElse("nobody");
        }
    }

    @GET
    public String caller() {
        return token.getSubject() + " " + client.orElse("none") + " " + lasting.subject();
    }
}
