package org.mcpoauth.benchmarks;

import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** auth0 java-jwt through its verifier, with the key given. It knows neither PS256 nor EdDSA. */
final class Auth0Contender implements Contender {

    @Override
    public String name() {
        return "auth0";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return algorithm == Algorithm.RS256 || algorithm == Algorithm.ES256 || algorithm == Algorithm.HS256;
    }

    @Override
    public Verification verification(Fixture fixture) {
        JWTVerifier verifier = JWT.require(algorithm(fixture))
                .withIssuer(Fixture.ISSUER)
                .withAudience(Fixture.AUDIENCE)
                .withClaimPresence("exp")
                .build();
        return verifier::verify;
    }

    private static com.auth0.jwt.algorithms.Algorithm algorithm(Fixture fixture) {
        return switch (fixture.algorithm()) {
            case RS256 -> com.auth0.jwt.algorithms.Algorithm.RSA256((RSAPublicKey) fixture.publicKey(), null);
            case ES256 -> com.auth0.jwt.algorithms.Algorithm.ECDSA256((ECPublicKey) fixture.publicKey(), null);
            case HS256 -> com.auth0.jwt.algorithms.Algorithm.HMAC256(fixture.secret());
            case PS256, EDDSA -> throw new IllegalArgumentException("not supported");
        };
    }
}
