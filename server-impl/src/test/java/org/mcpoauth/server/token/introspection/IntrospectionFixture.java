package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.IntrospectionRules;

/** A resource that asks an authorization server over HTTP. */
abstract class IntrospectionFixture {
    static final String TOKEN = "opaque-1";
    static final URI URL = URI.create(AskedServer.RESOURCE);
    static final Secret SECRET = Secret.of("s3cret:with %/+-0123456789-0123456789-0123456789-0123456789-0123456789");

    final MovableClock clock = new MovableClock();
    final AskedServer server = new AskedServer(clock);
    final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().clock(clock).build();

    @AfterEach
    void close() {
        runtime.close();
        server.close();
    }

    IntrospectionRules rules() {
        return rules(new ClientAuthentication.ClientSecretBasic(SECRET));
    }

    IntrospectionRules rules(ClientAuthentication authentication) {
        return IntrospectionRules.of(server.issuer(), AskedServer.CLIENT_ID, authentication);
    }

    TokenVerifier verifier(@Nullable IntrospectionRules rules) {
        return verifier(rules, builder -> builder);
    }

    TokenVerifier verifier(
            @Nullable IntrospectionRules rules, UnaryOperator<ResourceServerConfiguration.Builder> change) {
        return runtime.verifier(change.apply(ResourceServerConfiguration.builder(
                                ResourceIdentifier.of(AskedServer.RESOURCE), List.of(server.issuer()))
                        .introspection(rules))
                .build());
    }

    static VerifiedToken verify(TokenVerifier verifier, String token) {
        return verifier.verify(PresentedToken.bearer(token, "POST", URL));
    }

    static void assertRejected(RejectionReason reason, TokenVerifier verifier, String token) {
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verify(verifier, token));
        assertEquals(reason, e.reason());
        assertEquals(ErrorCode.INVALID_TOKEN, e.error(), "one answer on the wire");
        assertFalse(String.valueOf(e.getMessage()).contains(token));
    }

    static TransportException assertUnknown(TokenVerifier verifier) {
        TransportException e = assertThrows(TransportException.class, () -> verify(verifier, TOKEN));
        assertFalse(String.valueOf(e.getMessage()).contains(TOKEN));
        return e;
    }
}
