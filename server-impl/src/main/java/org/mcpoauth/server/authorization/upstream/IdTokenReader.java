package org.mcpoauth.server.authorization.upstream;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Validates an ID token (OpenID Connect Core 1.0, section 3.1.3.7): from the issuer, for this client alone, for this
 * attempt, in time, and signed by a key of the issuer with an asymmetric algorithm.
 */
final class IdTokenReader {
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int MAX_SUBJECT = 255;

    private final UpstreamProvider provider;
    private final UpstreamKeys keys;
    private final JwsParser parser;
    private final JwsVerifier verifier;
    private final JwtTimes times;

    IdTokenReader(
            UpstreamProvider provider,
            UpstreamKeys keys,
            StrictJson json,
            JcaSignatures signatures,
            InstantSource clock) {
        this.provider = provider;
        this.keys = keys;
        this.parser = JwsParser.ofTokens(json);
        this.verifier = new JwsVerifier(signatures, JwsAlgorithm.all());
        this.times = new JwtTimes(clock, SKEW);
    }

    ResourceOwner read(String idToken, UpstreamAttempt attempt, URI keySet) {
        try {
            CompactJws jws = parser.parse(idToken);
            JwtClaims claims = parser.claims(jws);
            require(provider.issuer().value().equals(claims.requiredText("iss")), "another issuer");
            requireAudience(claims);
            require(Secret.of(attempt.nonce()).matches(claims.requiredText("nonce")), "another nonce");
            claims.requiredTime("iat");
            require(times.check(claims) == JwtTimes.Verdict.VALID, "not in time");
            requireSignature(jws, keySet);
            return owner(claims, attempt);
        } catch (MalformedException e) {
            throw UpstreamFailure.broken("malformed ID token: " + e.fault());
        }
    }

    /** No other audience is trusted, so there is none (section 3.1.3.7, numbers 3 to 5). */
    private void requireAudience(JwtClaims claims) throws MalformedException {
        String authorizedParty = claims.text("azp");
        require(claims.audience().equals(List.of(provider.clientId())), "another audience");
        require(authorizedParty == null || authorizedParty.equals(provider.clientId()), "another authorized party");
    }

    private void requireSignature(CompactJws jws, URI keySet) throws MalformedException {
        JwsAlgorithm algorithm = verifier.algorithm(jws.header());
        require(
                verifier.verify(jws, keys.candidates(keySet, jws.header().keyId(), algorithm)),
                "signed by nobody known");
    }

    /** Without {@code auth_time} nobody knows when: the user may have logged in there long before the token was made. */
    private ResourceOwner owner(JwtClaims claims, UpstreamAttempt attempt) throws MalformedException {
        Instant authenticated = claims.time("auth_time");
        // who asks for an age is told the time (section 3.1.2.1)
        require(authenticated != null || attempt.maxAge() == null, "no auth_time");
        return new ResourceOwner(subject(claims.requiredText("sub")), authenticated, claims.text("acr"));
    }

    /** Subjects of two issuers never meet (section 5.7); an issuer has no number sign. */
    private String subject(String upstream) {
        String subject = provider.issuer().value() + "#" + upstream;
        return subject.length() <= MAX_SUBJECT
                ? subject
                : Sha256.base64Url(provider.issuer().value()) + "##" + Sha256.base64Url(upstream);
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw UpstreamFailure.broken("ID token: " + otherwise);
        }
    }
}
