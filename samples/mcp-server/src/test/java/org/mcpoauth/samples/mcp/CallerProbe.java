package org.mcpoauth.samples.mcp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;

/** Tells below the MCP endpoint who calls, by all the beans that know. */
@Path("/mcp/caller")
@RequestScoped
public class CallerProbe {
    @Inject
    VerifiedToken token;

    @Inject
    TokenPrincipal principal;

    @Inject
    Lasting lasting;

    /** Lives as long as the application. */
    @ApplicationScoped
    public static class Lasting {
        @Inject
        Provider<VerifiedToken> token;

        String subject() {
            return String.valueOf(token.get().principal().subject());
        }
    }

    @GET
    public String caller(@Context SecurityContext security) {
        return String.join(
                " ",
                String.valueOf(token.principal().subject()),
                String.valueOf(principal.subject()),
                lasting.subject(),
                security.getUserPrincipal().getName());
    }
}
