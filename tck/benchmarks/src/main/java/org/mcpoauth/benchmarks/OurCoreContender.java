package org.mcpoauth.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.HmacAlgorithm;
import org.mcpoauth.spi.support.jose.HmacVerifier;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;

/**
 * Our JWS core with a MAC, as client authentication uses it, and the checks that the peers make. Access
 * tokens with MACs are not accepted, so this is no whole verifier; it measures everything but the signature.
 */
final class OurCoreContender implements Contender {

    @Override
    public String name() {
        return "ours";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return algorithm == Algorithm.HS256;
    }

    @Override
    public Verification verification(Fixture fixture) {
        JwsParser parser = JwsParser.ofTokens(Fixture.JSON);
        HmacVerifier verifier = new HmacVerifier(Set.of(HmacAlgorithm.HS256));
        JwtTimes times = new JwtTimes(Clock.systemUTC(), Duration.ofSeconds(30));
        Secret secret = Secret.of(new String(fixture.secret(), StandardCharsets.US_ASCII));
        return token -> checked(parser, verifier, times, secret, token);
    }

    private static JwtClaims checked(
            JwsParser parser, HmacVerifier verifier, JwtTimes times, Secret secret, String token)
            throws MalformedException {
        CompactJws jws = parser.parse(token);
        require(jws.header().hasType("at+jwt"));
        JwtClaims claims = parser.claims(jws);
        require(Fixture.ISSUER.equals(claims.requiredText("iss")));
        require(claims.audience().contains(Fixture.AUDIENCE));
        require(times.check(claims) == JwtTimes.Verdict.VALID);
        require(verifier.verify(jws, secret));
        return claims;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new SecurityException("refused");
        }
    }
}
