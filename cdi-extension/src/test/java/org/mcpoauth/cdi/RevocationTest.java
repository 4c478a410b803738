package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;

/** The news that tokens were revoked reaches whoever remembers tokens (RFC 7009, section 2.2). */
@Tag("container")
class RevocationTest {
    private static final TokenRevoked NEWS =
            new TokenRevoked.ByPrincipal(Issuer.of("https://as.example"), "client-1", "alice");

    @ApplicationScoped
    static class Remembering implements TokenVerifier {
        final List<TokenRevoked> forgotten = new CopyOnWriteArrayList<>();

        @Override
        public VerifiedToken verify(PresentedToken presented) {
            return Tokens.of("alice");
        }

        @Override
        public void forget(TokenRevoked revoked) {
            forgotten.add(revoked);
        }

        List<TokenRevoked> forgotten() {
            return forgotten;
        }
    }

    @ApplicationScoped
    @McpOAuth("mail")
    static class RememberingMail extends Remembering {}

    @Dependent
    static class Administration {
        @Inject
        Event<TokenRevoked> revoked;
    }

    @Test
    void allResourcesForgetWhatAnEventOfTheApplicationRevokes() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.resource.url", "https://mcp.example/mcp",
                "mcp.oauth.resource.mail.url", "https://mcp.example/mail",
                "mcp.oauth.resource.authorization-servers", "https://as.example");
        try (Application application =
                Application.start(keys, Remembering.class, RememberingMail.class, Administration.class)) {
            application.get(Administration.class).revoked.fire(NEWS);
            assertEquals(List.of(NEWS), application.get(Remembering.class).forgotten());
            assertEquals(
                    List.of(NEWS),
                    application
                            .get(RememberingMail.class, McpOAuthLiteral.of("mail"))
                            .forgotten());
        }
    }
}
