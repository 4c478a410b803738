package org.mcpoauth.server.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsHeader;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.VerificationKey;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Checks DPoP proofs as RFC 9449, section 4.3, lists it, for a protected resource or a token endpoint.
 * The order is free there: here the signature comes last, so that what is not for this request costs
 * little, and a key that the token does not name costs no signature at all. Thread-safe.
 *
 * <p>Which check failed is for the log alone; a proof that lacks nothing but a nonce of this server is
 * told apart, because the client can mend it.
 */
public final class DpopProofVerifier {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.proof");
    private static final int MAX_ID = 256;

    private final JwsParser parser;
    private final JwsVerifier signatures;
    private final ProofAge age;
    private final @Nullable DpopNonces nonces;

    /**
     * A verifier.
     *
     * @param parser a parser of proofs
     * @param signatures knows the algorithms that proofs may have
     * @param age how old they may be
     * @param nonces the nonces that every proof must have, or {@code null} if none is asked for
     */
    public DpopProofVerifier(JwsParser parser, JwsVerifier signatures, ProofAge age, @Nullable DpopNonces nonces) {
        this.parser = parser;
        this.signatures = signatures;
        this.age = age;
        this.nonces = nonces;
    }

    /**
     * A verifier as a policy wants it.
     *
     * @param skew how far clocks may differ
     * @param nonces the nonces that every proof must have, or {@code null} if none is asked for
     */
    public static DpopProofVerifier of(
            DpopPolicy policy, Duration skew, @Nullable DpopNonces nonces, McpOAuthServices services, StrictJson json) {
        return new DpopProofVerifier(
                JwsParser.ofProofs(json),
                new JwsVerifier(new JcaSignatures(services.cryptoProvider()), ProofAlgorithms.of(policy)),
                new ProofAge(services.clock(), policy.proofMaxAge(), skew),
                nonces);
    }

    /**
     * Checks the proof of a request.
     *
     * @param lines the values of all its {@code DPoP} header lines
     * @return the proof, which may be a replay
     * @throws TokenRejectedException with {@code DPOP_PROOF} if it is not a proof of this request, with
     *     {@code DPOP_NONCE} if it has no fresh nonce of this server
     */
    public DpopProof verify(List<String> lines, ExpectedProof expected) {
        try {
            return verified(lines, expected);
        } catch (MalformedException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4701 DPoP proof refused: " + e.getMessage());
            throw new TokenRejectedException(RejectionReason.DPOP_PROOF);
        }
    }

    private DpopProof verified(List<String> lines, ExpectedProof expected) throws MalformedException {
        require(lines.size() == 1, Fault.SYNTAX, "not exactly one DPoP header line");
        CompactJws proof = parser.parse(lines.get(0));
        JwsHeader header = proof.header();
        require(header.hasType("dpop+jwt"), Fault.HEADER, "another type");
        signatures.algorithm(header);
        JwtClaims claims = parser.claims(proof);
        String id = claims.requiredText("jti");
        require(id.length() <= MAX_ID, Fault.TOO_LARGE, "jti too long");
        requireRequest(claims, expected);
        Instant goodUntil = age.goodUntil(claims);
        VerificationKey key = header.embeddedKey();
        String thumbprint = key.thumbprint();
        require(expected.isKey(thumbprint), Fault.KEY, "the token is bound to another key");
        require(signatures.verify(proof, key), Fault.KEY, "the signature is wrong");
        requireNonce(claims);
        return new DpopProof(thumbprint, id, goodUntil);
    }

    private static void requireRequest(JwtClaims claims, ExpectedProof expected) throws MalformedException {
        require(expected.method().equals(claims.requiredText("htm")), Fault.CLAIM, "htm is another method");
        TargetUri target = TargetUri.parse(claims.requiredText("htu"));
        require(expected.isTarget(target), Fault.CLAIM, "htu is another URI");
        Secret token = expected.token();
        if (token != null) {
            require(hash(token).matches(claims.requiredText("ath")), Fault.CLAIM, "ath is another token");
        }
    }

    private static Secret hash(Secret token) {
        return Secret.of(Sha256.base64Url(token.reveal()));
    }

    private void requireNonce(JwtClaims claims) throws MalformedException {
        if (nonces == null) {
            return;
        }
        String nonce = claims.text("nonce");
        if (nonce == null || !nonces.accepts(nonce)) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4702 DPoP proof without a fresh nonce");
            throw new TokenRejectedException(RejectionReason.DPOP_NONCE);
        }
    }

    private static void require(boolean condition, Fault fault, String rule) throws MalformedException {
        if (!condition) {
            throw new MalformedException(fault, rule);
        }
    }
}
