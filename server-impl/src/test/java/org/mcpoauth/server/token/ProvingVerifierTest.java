package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.ScriptedTransport;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** The proof of possession is demanded from each request, also where the token is remembered. */
@DisplayName("RFC 9449, sections 4.3, 7 and 11.1")
class ProvingVerifierTest {
    private static final URI URL = URI.create(TestIssuer.RESOURCE);

    private final MovableClock clock = new MovableClock();
    private final ScriptedTransport transport = new ScriptedTransport();
    private final TestIssuer issuer = new TestIssuer("http://127.0.0.1:7000", transport, clock);
    private final ProofMaker client = new ProofMaker(clock);
    private StateStore store = new InMemoryStateStore(clock, StoreLimits.defaults());
    private String token = "";

    @BeforeEach
    void issue() {
        token = issuer.token(claims -> claims.add("cnf", client.cnf()));
    }

    private TokenVerifier node(UnaryOperator<ResourceServerConfiguration.Builder> configure) {
        McpOAuthServices services = TestIssuer.services(transport, clock, Runnable::run);
        McpOAuthServices shared = new McpOAuthServices(
                services.transport(), services.endpointPolicy(), store, clock, services.executor(), null);
        ResourceServerConfiguration configuration = configure
                .apply(ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(TestIssuer.RESOURCE), List.of(issuer.issuer())))
                .build();
        return new JwtVerifierFactory().verifier(configuration, shared);
    }

    private PresentedToken presented(Scheme scheme, String... proofs) {
        return new PresentedToken(scheme, Secret.of(token), "POST", URL, List.of(proofs), null);
    }

    private String proof() {
        return client.proof("POST", TestIssuer.RESOURCE, token);
    }

    private static void assertRefused(RejectionReason reason, TokenVerifier verifier, PresentedToken presented) {
        assertEquals(
                reason,
                assertThrows(TokenRejectedException.class, () -> verifier.verify(presented))
                        .reason());
    }

    @Test
    void theAcceptedTokenNamesTheKeyThatWasProved() {
        TokenVerifier node = node(it -> it);
        assertEquals(
                new Confirmation(client.thumbprint(), null),
                node.verify(presented(Scheme.DPOP, proof())).confirmation());
    }

    @Test
    void aRememberedTokenNeedsAProofAsWell() {
        TokenVerifier node = node(it -> it.tokenCache(TokenCacheLimits.DEFAULT));
        String proof = proof();
        node.verify(presented(Scheme.DPOP, proof));
        node.verify(presented(Scheme.DPOP, proof()));

        assertRefused(RejectionReason.DPOP_PROOF, node, presented(Scheme.DPOP, proof));
        assertRefused(RejectionReason.DPOP_PROOF, node, presented(Scheme.DPOP));
        assertRefused(RejectionReason.DPOP_PROOF, node, presented(Scheme.DPOP, proof(), proof()));
        assertRefused(RejectionReason.SENDER_CONSTRAINT, node, presented(Scheme.BEARER));
        ProofMaker thief = new ProofMaker(clock);
        assertRefused(
                RejectionReason.DPOP_PROOF,
                node,
                presented(Scheme.DPOP, thief.proof("POST", TestIssuer.RESOURCE, token)));
    }

    @Test
    void aProofThatOneNodeAcceptedIsAReplayAtTheOther() {
        TokenVerifier first = node(it -> it);
        TokenVerifier second = node(it -> it);
        String proof = proof();
        first.verify(presented(Scheme.DPOP, proof));
        assertRefused(RejectionReason.DPOP_PROOF, second, presented(Scheme.DPOP, proof));
    }

    @Test
    void aWrongTokenUsesNoProofUp() {
        TokenVerifier node = node(it -> it);
        String good = token;
        token = issuer.token(claims -> claims.add("cnf", client.cnf()).add("aud", "https://other.example"));
        assertRefused(RejectionReason.AUDIENCE, node, presented(Scheme.DPOP, proof()));
        token = good;
        String proof = proof();
        token = issuer.token(claims -> claims.add("cnf", client.cnf()).add("jti", "other"));
        assertRefused(RejectionReason.DPOP_PROOF, node, presented(Scheme.DPOP, proof));
        token = good;
        node.verify(presented(Scheme.DPOP, proof));
    }

    // state that cannot be kept is 503, never acceptance
    @Test
    void aFullStoreRefusesFurtherProofs() {
        store = new InMemoryStateStore(clock, StoreLimits.of(1));
        TokenVerifier node = node(it -> it);
        node.verify(presented(Scheme.DPOP, proof()));
        StorageException e = assertThrows(StorageException.class, () -> node.verify(presented(Scheme.DPOP, proof())));
        assertEquals(FailureCode.STORE_FULL, e.code());
    }

    // a store that sees nothing of hostile requests cannot be filled by them
    @Test
    void onlyAcceptedProofsTakeRoomInTheStore() {
        TokenVerifier node = node(it -> it.dpop(DpopPolicy.DEFAULT.withNonceRequired(true)));
        for (int i = 0; i < 10; i++) {
            assertRefused(RejectionReason.DPOP_NONCE, node, presented(Scheme.DPOP, proof()));
            ProofMaker thief = new ProofMaker(clock);
            assertRefused(
                    RejectionReason.DPOP_PROOF,
                    node,
                    presented(Scheme.DPOP, thief.proof("POST", TestIssuer.RESOURCE, token)));
        }
        assertEquals(0, entries());
    }

    private long entries() {
        String namespace = "dpop." + Sha256.hex(TestIssuer.RESOURCE).substring(0, 32);
        return IntStream.range(0, 16)
                .mapToLong(part -> store.count(namespace + "." + Integer.toHexString(part)))
                .sum();
    }
}
