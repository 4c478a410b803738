package org.mcpoauth.client.discovery;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * Puts what a trusted party has signed in the place of what anybody may have written (RFC 9728, section 2.2).
 * Without such a signature there are no metadata: to leave it out would be too easy.
 */
final class SignedMetadata {
    private static final Rule RULE = new Rule("RFC 9728", "2.2");
    private static final String SIGNED = "signed_metadata";
    private static final Duration SKEW = Duration.ofSeconds(30);
    /** Claims about the JWT rather than the resource (RFC 7519, section 4.1). */
    private static final Set<String> OF_THE_JWT = Set.of("iss", "sub", "aud", "exp", "nbf", "iat", "jti");

    private static final String SERVERS = "authorization_servers";
    /** Members that say where secrets go and how tokens are bound: what is not signed of these is not there. */
    private static final Set<String> SIGNED_ONLY = Set.of(
            SERVERS,
            "jwks_uri",
            "dpop_signing_alg_values_supported",
            "dpop_bound_access_tokens_required",
            "tls_client_certificate_bound_access_tokens");

    private final Toolkit toolkit;
    private final MetadataTrust trust;
    private final TrustedKeys keys;
    private final JwsParser parser;
    private final JwsVerifier verifier;
    private final JwtTimes times;

    SignedMetadata(Toolkit toolkit, MetadataTrust trust) {
        this.toolkit = toolkit;
        this.trust = trust;
        this.keys = new TrustedKeys(toolkit, trust);
        this.parser = JwsParser.ofTokens(toolkit.json(), FetchKind.PROTECTED_RESOURCE_METADATA.maxBodyBytes());
        this.verifier = new JwsVerifier(toolkit.signatures(), EnumSet.allOf(JwsAlgorithm.class));
        this.times = new JwtTimes(toolkit.clock(), SKEW);
    }

    /** The metadata with the signed values before the plain ones, and without those that had to be signed. */
    ProtectedResourceMetadata attested(ProtectedResourceMetadata plain) {
        String signed = plain.signedMetadata()
                .orElseThrow(() -> refused(FailureCode.INVALID_RESPONSE, "the metadata are not signed", null));
        try {
            CompactJws jws = parser.parse(signed);
            requireGenuine(jws);
            JwtClaims claims = parser.claims(jws);
            requireStatement(jws, claims);
            return ProtectedResourceMetadata.from(merged(plain, claims));
        } catch (MalformedException e) {
            throw refused(code(e), "signed_metadata: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw refused(FailureCode.INVALID_RESPONSE, "unusable signed_metadata: " + e.getMessage(), e);
        }
    }

    private void requireGenuine(CompactJws jws) throws MalformedException {
        JwsAlgorithm algorithm = verifier.algorithm(jws.header());
        List<VerificationKey> known = candidates(keys.known(), jws, algorithm);
        if (verifier.verify(jws, known)) {
            return;
        }
        List<VerificationKey> renewed = candidates(keys.renewed(), jws, algorithm);
        if (known.isEmpty() && renewed.isEmpty()) {
            throw refused(FailureCode.KEY_SELECTION, "no key fits signed_metadata", null);
        }
        if (!verifier.verify(jws, renewed)) {
            throw refused(FailureCode.JWT_SIGNATURE, "the signature of signed_metadata is wrong", null);
        }
    }

    private static List<VerificationKey> candidates(Optional<JwkSet> keys, CompactJws jws, JwsAlgorithm algorithm) {
        return keys.map(set -> set.candidates(jws.header().keyId(), algorithm)).orElse(List.of());
    }

    private void requireStatement(CompactJws jws, JwtClaims claims) throws MalformedException {
        // a token of the same party may have claims of these names too (RFC 8725, section 3.11)
        if (jws.header().type() != null && !jws.header().hasType("jwt")) {
            throw refused(FailureCode.JWT_CLAIM_COMPARISON, "signed_metadata is another kind of JWT", null);
        }
        String issuer = claims.requiredText("iss");
        if (!issuer.equals(trust.issuer())) {
            throw new ResponseViolationException(
                    FailureCode.JWT_CLAIM_COMPARISON,
                    RULE,
                    "signed_metadata are of another issuer",
                    Difference.between(trust.issuer(), issuer));
        }
        if (times.check(claims, claims.time("exp")) != JwtTimes.Verdict.VALID) {
            throw refused(FailureCode.JWT_TIMESTAMP_CHECK, "signed_metadata are expired or not valid yet", null);
        }
        // else a statement about one resource would do for all
        claims.requiredText("resource");
        // else whoever can write the document chooses who gets the credentials
        if (!claims.has(SERVERS)) {
            throw refused(FailureCode.JWT_CLAIM_COMPARISON, "signed_metadata name no authorization servers", null);
        }
        if (claims.has(SIGNED)) {
            throw refused(FailureCode.INVALID_RESPONSE, "signed_metadata must not hold signed_metadata", null);
        }
    }

    private JsonObject merged(ProtectedResourceMetadata plain, JwtClaims claims) {
        JsonObjectBuilder all = toolkit.json().object(plain.toJson());
        SIGNED_ONLY.forEach(all::remove);
        claims.members().forEach((name, value) -> {
            if (!OF_THE_JWT.contains(name)) {
                all.add(name, value);
            }
        });
        return all.build();
    }

    private static FailureCode code(MalformedException e) {
        return switch (e.fault()) {
            case ALGORITHM -> FailureCode.JWT_SIGNATURE;
            case CLAIM -> FailureCode.JWT_CLAIM_COMPARISON;
            default -> FailureCode.PARSE_ERROR;
        };
    }

    private static ResponseViolationException refused(FailureCode code, String message, @Nullable Throwable cause) {
        return new ResponseViolationException(code, RULE, message, cause);
    }
}
