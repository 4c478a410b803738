package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.support.json.StrictJson;

/** Verifiers of both profiles, the issuer they trust and one they do not. */
abstract class VerifierFixture {
    static final StrictJson JSON = StrictJson.create();
    static final URI URL = URI.create(TestIssuer.RESOURCE);

    final MovableClock clock = new MovableClock();
    final ScriptedTransport transport = new ScriptedTransport();
    TestIssuer issuer;
    TestIssuer stranger;
    TokenVerifier lenient;
    TokenVerifier strict;

    @BeforeEach
    void start() {
        issuer = new TestIssuer("http://127.0.0.1:7000/tenant", transport, clock);
        stranger = new TestIssuer("http://127.0.0.1:7001", transport, clock);
        lenient = verifier(it -> it);
        strict = verifier(it -> it.token(TokenRules.DEFAULT.withProfile(TokenProfile.RFC9068)));
    }

    TokenVerifier verifier(UnaryOperator<ResourceServerConfiguration.Builder> change) {
        List<Issuer> issuers = List.of(issuer.issuer());
        ResourceServerConfiguration configuration = change.apply(
                        ResourceServerConfiguration.builder(ResourceIdentifier.of(TestIssuer.RESOURCE), issuers))
                .build();
        return new JwtVerifierFactory().verifier(configuration, TestIssuer.services(transport, clock, Runnable::run));
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

    String typed(String type) {
        return issuer.sign(type, issuer.claims().build());
    }
}
