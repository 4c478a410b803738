package org.mcpoauth.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;

/** Tokens whose text is their subject, in place of signed ones. */
@ApplicationScoped
class Tokens implements TokenVerifier {
    static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    @Override
    public VerifiedToken verify(PresentedToken presented) {
        return of(presented.token().reveal());
    }

    @Override
    public String toString() {
        return "tokens of the test";
    }

    static VerifiedToken of(String subject) {
        return new VerifiedToken(
                new TokenPrincipal("client-1", Issuer.of("https://as.example"), subject),
                Scopes.of("read"),
                List.of("https://mcp.example/mcp"),
                END,
                Set.of("users", "read"),
                null,
                Json.createObjectBuilder()
                        .add("sub", subject)
                        .add("iss", "https://as.example")
                        .add("aud", Json.createArrayBuilder().add("https://mcp.example/mcp"))
                        .add("exp", END.getEpochSecond())
                        .add("iat", 1_700_000_000L)
                        .add("jti", "id-of-" + subject)
                        .add("email_verified", true)
                        .add("groups", Json.createArrayBuilder().add("users").add("writers"))
                        .add("address", Json.createObjectBuilder().add("country", "CH"))
                        .addNull("nothing")
                        .build());
    }
}
