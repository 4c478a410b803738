package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.support.codec.Base64Url;

/**
 * Size, structure, header, issuer, key, claims, signature: the cheap checks come first, and the wire does not tell
 * which one failed (RFC 9068, section 4; RFC 6750, section 3.1).
 */
class VerificationOrderTest extends VerifierFixture {

    /** One fault for each check, in the order of the checks. */
    enum Fault {
        SIZE(RejectionReason.TOO_LARGE),
        STRUCTURE(RejectionReason.MALFORMED),
        CRITICAL(RejectionReason.HEADER),
        ALGORITHM(RejectionReason.ALGORITHM),
        TYPE(RejectionReason.TYPE),
        ISSUER(RejectionReason.ISSUER),
        KEY(RejectionReason.KEY),
        AUDIENCE(RejectionReason.AUDIENCE),
        EXPIRY(RejectionReason.EXPIRED),
        SIGNATURE(RejectionReason.SIGNATURE);

        private final RejectionReason reason;

        Fault(RejectionReason reason) {
            this.reason = reason;
        }
    }

    private String token(Set<Fault> faults) {
        JsonObjectBuilder header = JSON.object()
                .add("alg", faults.contains(Fault.ALGORITHM) ? "HS256" : "ES256")
                .add("typ", faults.contains(Fault.TYPE) ? "dpop+jwt" : "at+jwt")
                .add(
                        "kid",
                        faults.contains(Fault.KEY)
                                ? "unknown"
                                : String.valueOf(issuer.key().verificationKey().keyId()));
        if (faults.contains(Fault.CRITICAL)) {
            header.add("crit", JSON.array(List.of("exp")));
        }
        JsonObjectBuilder claims = issuer.claims();
        if (faults.contains(Fault.ISSUER)) {
            claims.add("iss", stranger.issuer().value());
        }
        if (faults.contains(Fault.AUDIENCE)) {
            claims.add("aud", "https://other.example");
        }
        if (faults.contains(Fault.EXPIRY)) {
            claims.add("exp", clock.instant().getEpochSecond() - 3600);
        }
        String input = Base64Url.encode(JSON.writeBytes(header.build())) + "."
                + Base64Url.encode(JSON.writeBytes(claims.build()));
        byte[] signature = signature(input);
        if (faults.contains(Fault.SIGNATURE)) {
            signature[5] ^= 1;
        }
        return input
                + (faults.contains(Fault.STRUCTURE) ? ".." : ".")
                + Base64Url.encode(signature)
                + (faults.contains(Fault.SIZE) ? "A".repeat(16 << 10) : "");
    }

    private byte[] signature(String input) {
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(issuer.key().privateKey());
            signer.update(input.getBytes(StandardCharsets.US_ASCII));
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTokenWithoutFaultIsAccepted() {
        assertEquals(
                "alice",
                verify(lenient, token(EnumSet.noneOf(Fault.class))).principal().subject());
    }

    @ParameterizedTest
    @EnumSource
    void oneFaultIsFound(Fault fault) {
        assertRejected(fault.reason, lenient, token(EnumSet.of(fault)));
    }

    @ParameterizedTest
    @EnumSource
    void theFirstOfSeveralFaultsIsFound(Fault first) {
        assertRejected(first.reason, lenient, token(EnumSet.range(first, Fault.SIGNATURE)));
    }

    // MicroProfile JWT 2.1, "Mapping MP-JWT Tokens to Jakarta EE Container APIs"
    @ParameterizedTest
    @EnumSource
    void aContainerAnswersForKeyAndSignatureAlone(Fault fault) {
        TokenVerifier verifier = verifier(it -> it.form(TokenForm.CONTAINER).containerTokens(request -> null));
        Secret token = Secret.of(token(EnumSet.of(fault)));
        PresentedToken presented =
                new PresentedToken(PresentedToken.Scheme.BEARER, token, "POST", URL, List.of(), null, token);
        if (fault == Fault.KEY || fault == Fault.SIGNATURE) {
            assertEquals("alice", verifier.verify(presented).principal().subject());
        } else {
            TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verifier.verify(presented));
            assertEquals(fault.reason, e.reason());
        }
        assertEquals(0, transport.calls(), "no key is needed");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheContainerHasNotAcceptedIsNotLookedAt(Fault fault) {
        TokenVerifier verifier = verifier(it -> it.form(TokenForm.CONTAINER).containerTokens(request -> null));
        assertRejected(RejectionReason.CONTAINER, verifier, token(EnumSet.of(fault)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SIZE", "STRUCTURE", "CRITICAL", "ALGORITHM", "TYPE", "ISSUER"})
    void whatIsWrongInItselfAsksNobodyForKeys(Fault fault) {
        assertRejected(fault.reason, lenient, token(EnumSet.of(fault)));
        assertEquals(0, transport.calls());
    }
}
