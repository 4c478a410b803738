package org.mcpoauth.server.proof;

import jakarta.json.JsonValue;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * Who may present a token: everybody who has it, or only the holder of the key that its {@code cnf}
 * names (RFC 7800, section 3; RFC 9449, section 7; RFC 8705, section 3). Judged for every request,
 * whether or not the token itself was verified before. What is not understood is refused. Thread-safe.
 */
public final class SenderConstraint {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.proof");

    private final Use dpop;
    private final Use certificates;
    private final DpopProofVerifier proofs;
    private final ProofReplays replays;

    /**
     * The constraint of one resource.
     *
     * @param dpop whether DPoP-bound tokens are taken
     * @param certificates whether certificate-bound tokens are taken
     * @param proofs checks proofs
     * @param replays remembers them
     */
    public SenderConstraint(Use dpop, Use certificates, DpopProofVerifier proofs, ProofReplays replays) {
        this.dpop = dpop;
        this.certificates = certificates;
        this.proofs = proofs;
        this.replays = replays;
    }

    /**
     * Judges what can be judged before the token is looked at: the scheme.
     *
     * @throws TokenRejectedException if tokens are not taken in this way
     */
    public void requireAcceptable(PresentedToken presented) {
        Use forbidden = presented.scheme() == Scheme.DPOP ? Use.OFF : Use.REQUIRED;
        require(dpop != forbidden, "tokens are not taken by this scheme");
    }

    /**
     * Has the request prove possession of the keys that a verified token is bound to. A proof is used up
     * only when nothing else is wrong.
     *
     * @param cnf the {@code cnf} claim, or member of the introspection response; {@code null} if absent
     * @return the keys, {@code null} for a token that is bound to none
     * @throws TokenRejectedException if possession is not proved
     * @throws org.mcpoauth.api.error.StorageException if a replay cannot be told from a first use now
     */
    public @Nullable Confirmation prove(@Nullable JsonValue cnf, PresentedToken presented) {
        Confirmation bound = cnf == null ? null : keys(cnf);
        proveCertificate(bound == null ? null : bound.certificateThumbprint(), presented.clientCertificate());
        proveKey(bound == null ? null : bound.jwkThumbprint(), presented);
        return bound;
    }

    /** The name of the scheme that an accepted token came by, for {@code getAuthType} and the like. */
    public static String schemeOf(VerifiedToken token) {
        Confirmation key = token.confirmation();
        return key != null && key.jwkThumbprint() != null ? "DPoP" : "Bearer";
    }

    private static Confirmation keys(JsonValue cnf) {
        try {
            return BoundKeys.read(cnf);
        } catch (MalformedException e) {
            throw refused(e.getMessage());
        }
    }

    private void proveCertificate(@Nullable String thumbprint, @Nullable X509Certificate certificate) {
        if (thumbprint == null) {
            require(certificates != Use.REQUIRED, "the token is not bound to a certificate");
            return;
        }
        require(certificates != Use.OFF, "certificate-bound tokens are not taken");
        require(
                certificate != null && thumbprint.equals(CertificateThumbprint.of(certificate)),
                "another client certificate");
    }

    private void proveKey(@Nullable String thumbprint, PresentedToken presented) {
        boolean isProofPromised = presented.scheme() == Scheme.DPOP;
        require(isProofPromised == (thumbprint != null), "the scheme does not fit the binding of the token");
        if (isProofPromised) {
            ExpectedProof expected =
                    new ExpectedProof(presented.method(), presented.url(), presented.token(), thumbprint);
            replays.requireFirstUse(proofs.verify(presented.dpopProofs(), expected));
        }
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw refused(rule);
        }
    }

    private static TokenRejectedException refused(@Nullable String rule) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4704 sender not accepted: " + rule);
        return new TokenRejectedException(RejectionReason.SENDER_CONSTRAINT);
    }
}
