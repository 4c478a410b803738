package org.mcpoauth.benchmarks;

import java.security.Key;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;

/** jose4j through its consumer, with the key given. */
final class Jose4jContender implements Contender {

    @Override
    public String name() {
        return "jose4j";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return true;
    }

    @Override
    public Verification verification(Fixture fixture) {
        JwtConsumer consumer = new JwtConsumerBuilder()
                .setRequireExpirationTime()
                .setExpectedType(true, "at+jwt")
                .setExpectedIssuer(Fixture.ISSUER)
                .setExpectedAudience(Fixture.AUDIENCE)
                .setVerificationKey(key(fixture))
                .setJwsAlgorithmConstraints(
                        ConstraintType.PERMIT, fixture.algorithm().wireName())
                .build();
        return consumer::processToClaims;
    }

    private static Key key(Fixture fixture) {
        return fixture.algorithm() == Algorithm.HS256
                ? new SecretKeySpec(fixture.secret(), "HmacSHA256")
                : fixture.publicKey();
    }
}
