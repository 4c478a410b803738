package org.mcpoauth.benchmarks;

import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.JwtParserBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;

/** jjwt with Jackson, with the key given. It has no switch that demands an expiry; the token has one. */
final class JjwtContender implements Contender {

    @Override
    public String name() {
        return "jjwt";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return true;
    }

    @Override
    public Verification verification(Fixture fixture) {
        JwtParserBuilder parser = Jwts.parser().requireIssuer(Fixture.ISSUER).requireAudience(Fixture.AUDIENCE);
        JwtParser ready = (fixture.algorithm() == Algorithm.HS256
                        ? parser.verifyWith(Keys.hmacShaKeyFor(fixture.secret()))
                        : parser.verifyWith(fixture.publicKey()))
                .build();
        return ready::parseSignedClaims;
    }
}
