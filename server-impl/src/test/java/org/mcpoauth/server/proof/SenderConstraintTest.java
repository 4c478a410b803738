package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

@DisplayName("RFC 7800, section 3; RFC 8705, section 3; RFC 9449, section 7")
class SenderConstraintTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final String URL = "https://mcp.example/mcp";
    private static final String TOKEN = "the-token";
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static X509Certificate certificate;
    private static X509Certificate another;

    private final MovableClock clock = new MovableClock();
    private final ProofMaker client = new ProofMaker(clock);
    private final InMemoryStateStore store = new InMemoryStateStore(clock, StoreLimits.defaults());

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        certificate = TestCertificates.certificate(TestCertificates.store(folder, "client"));
        another = TestCertificates.certificate(TestCertificates.store(folder, "another"));
    }

    private SenderConstraint constraint(Use dpop, Use certificates) {
        DpopProofVerifier proofs = new DpopProofVerifier(
                JwsParser.ofProofs(JSON),
                new JwsVerifier(JcaSignatures.platform(), JwsAlgorithm.all()),
                new ProofAge(clock, Duration.ofMinutes(1), SKEW),
                null);
        return new SenderConstraint(dpop, certificates, proofs, new ProofReplays(store, URL, clock, SKEW));
    }

    private @Nullable Confirmation accept(@Nullable JsonObjectBuilder cnf, PresentedToken presented) {
        return constraint(Use.ACCEPT, Use.ACCEPT).prove(cnf == null ? null : cnf.build(), presented);
    }

    private static PresentedToken bearer(@Nullable X509Certificate certificate) {
        return new PresentedToken(Scheme.BEARER, Secret.of(TOKEN), "POST", URI.create(URL), List.of(), certificate);
    }

    private PresentedToken dpop(@Nullable X509Certificate certificate) {
        String proof = client.proof("POST", URL, TOKEN);
        return new PresentedToken(Scheme.DPOP, Secret.of(TOKEN), "POST", URI.create(URL), List.of(proof), certificate);
    }

    private static JsonObjectBuilder x5t(X509Certificate certificate) {
        return JSON.object().add("x5t#S256", TestCertificates.thumbprint(certificate));
    }

    private static void assertRefused(RejectionReason reason, Executable call) {
        assertEquals(reason, assertThrows(TokenRejectedException.class, call).reason());
    }

    private static void assertRefused(Executable call) {
        assertRefused(RejectionReason.SENDER_CONSTRAINT, call);
    }

    @Test
    void aTokenThatIsBoundToNothingIsForTheBearer() {
        assertNull(accept(null, bearer(null)));
        assertNull(accept(null, bearer(certificate)));
    }

    @Test
    void aBoundTokenWithItsProofGivesItsKey() {
        assertEquals(new Confirmation(client.thumbprint(), null), accept(client.cnf(), dpop(null)));
        assertEquals(
                new Confirmation(null, TestCertificates.thumbprint(certificate)),
                accept(x5t(certificate), bearer(certificate)));
    }

    // RFC 9449, section 7.2: a bound token as a bearer token is a stolen token
    @Test
    void aKeyBoundTokenIsNotForTheBearer() {
        assertRefused(() -> accept(client.cnf(), bearer(null)));
        assertRefused(() -> accept(client.cnf(), bearer(certificate)));
    }

    // RFC 9449, section 7.1
    @Test
    void theSchemeOfDpopNeedsAKeyBoundToken() {
        assertRefused(() -> accept(null, dpop(null)));
        assertRefused(() -> accept(x5t(certificate), dpop(certificate)));
    }

    @Test
    void aCertificateBoundTokenNeedsItsCertificate() {
        assertRefused(() -> accept(x5t(certificate), bearer(null)));
        assertRefused(() -> accept(x5t(certificate), bearer(another)));
    }

    @Test
    void aTokenThatIsBoundTwiceNeedsBothProofs() {
        JsonObjectBuilder both = client.cnf().addAll(x5t(certificate));
        assertRefused(() -> accept(client.cnf().addAll(x5t(certificate)), dpop(null)));
        assertRefused(() -> accept(client.cnf().addAll(x5t(certificate)), dpop(another)));
        assertRefused(() -> accept(client.cnf().addAll(x5t(certificate)), bearer(certificate)));
        assertEquals(
                new Confirmation(client.thumbprint(), TestCertificates.thumbprint(certificate)),
                accept(both, dpop(certificate)));
    }

    // RFC 7800, section 3.1: what cannot be proved here cannot be taken as proved
    @ParameterizedTest
    @ValueSource(strings = {"jwk", "jwe", "kid", "jku", "x5t", "x5c", "osc", "JKT", "x5t#s256", "jkt#S256", "unknown"})
    void anUnknownMethodIsRefusedAloneAndBesideAKnownOne(String method) {
        assertRefused(() -> accept(JSON.object().add(method, "value"), bearer(certificate)));
        assertRefused(() -> accept(client.cnf().add(method, "value"), dpop(certificate)));
        assertRefused(() -> accept(x5t(certificate).add(method, JsonValue.NULL), bearer(certificate)));
    }

    @Test
    void aConfirmationThatIsNotOneIsRefused() {
        SenderConstraint constraint = constraint(Use.ACCEPT, Use.ACCEPT);
        for (JsonValue value : List.of(
                JsonValue.NULL,
                JsonValue.TRUE,
                JsonValue.EMPTY_JSON_OBJECT,
                JsonValue.EMPTY_JSON_ARRAY,
                JSON.array().add(client.cnf()).build(),
                JSON.object().add("jkt", JsonValue.NULL).build(),
                JSON.object().add("jkt", "").build(),
                JSON.object().add("jkt", 1).build(),
                JSON.object().add("jkt", client.thumbprint() + "=").build(),
                JSON.object().add("jkt", Base64Url.encode(new byte[31])).build(),
                JSON.object().add("x5t#S256", JSON.array()).build(),
                JSON.object()
                        .add("x5t#S256", JsonValue.NULL)
                        .add("jkt", client.thumbprint())
                        .build())) {
            assertRefused(() -> constraint.prove(value, bearer(certificate)));
            assertRefused(() -> constraint.prove(value, dpop(certificate)));
        }
    }

    @Test
    void whatIsSwitchedOffIsRefused() {
        SenderConstraint off = constraint(Use.OFF, Use.OFF);
        assertRefused(() -> off.requireAcceptable(dpop(null)));
        assertRefused(() -> off.prove(client.cnf().build(), bearer(null)));
        assertRefused(() -> off.prove(x5t(certificate).build(), bearer(certificate)));
        assertDoesNotThrow(() -> off.requireAcceptable(bearer(null)));
        assertNull(off.prove(null, bearer(null)));
    }

    @Test
    void whereProofsAreRequiredNoBearerTokenIsTaken() {
        SenderConstraint keys = constraint(Use.REQUIRED, Use.ACCEPT);
        assertRefused(() -> keys.requireAcceptable(bearer(null)));
        assertDoesNotThrow(() -> keys.requireAcceptable(dpop(null)));
        assertRefused(() -> keys.prove(null, dpop(null)));

        SenderConstraint certificates = constraint(Use.ACCEPT, Use.REQUIRED);
        assertRefused(() -> certificates.prove(null, bearer(certificate)));
        assertRefused(() -> certificates.prove(client.cnf().build(), dpop(certificate)));
        assertEquals(
                new Confirmation(null, TestCertificates.thumbprint(certificate)),
                certificates.prove(x5t(certificate).build(), bearer(certificate)));
    }

    @ParameterizedTest
    @EnumSource
    void schemesAreJudgedByThePolicyAlone(Use certificates) {
        assertDoesNotThrow(() -> constraint(Use.ACCEPT, certificates).requireAcceptable(bearer(null)));
        assertDoesNotThrow(() -> constraint(Use.ACCEPT, certificates).requireAcceptable(dpop(null)));
    }

    // RFC 9449, section 11.1
    @Test
    void theSameProofIsTakenOnce() {
        PresentedToken presented = dpop(null);
        accept(client.cnf(), presented);
        assertRefused(RejectionReason.DPOP_PROOF, () -> accept(client.cnf(), presented));
    }

    @Test
    void aProofIsUsedUpOnlyWhenNothingElseIsWrong() {
        PresentedToken withoutCertificate = dpop(null);
        JsonObjectBuilder both = client.cnf().addAll(x5t(certificate));
        assertRefused(() -> accept(both, withoutCertificate));
        accept(client.cnf(), withoutCertificate);
    }
}
