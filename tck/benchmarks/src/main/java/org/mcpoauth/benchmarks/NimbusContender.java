package org.mcpoauth.benchmarks;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.util.Set;

/** nimbus-jose-jwt through its processor, with the key out of a JWK Set. The processor hands out no Ed25519 keys. */
final class NimbusContender implements Contender {

    @Override
    public String name() {
        return "nimbus";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return algorithm != Algorithm.EDDSA;
    }

    @Override
    public Verification verification(Fixture fixture) throws ParseException {
        return whole(processor(fixture));
    }

    /** The processor with the rules for claims. */
    static Verification whole(DefaultJWTProcessor<SecurityContext> processor) {
        JWTClaimsSet exact = new JWTClaimsSet.Builder().issuer(Fixture.ISSUER).build();
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(Fixture.AUDIENCE, exact, Set.of("exp")));
        return token -> processor.process(token, null);
    }

    /** A processor without rules for claims. */
    static DefaultJWTProcessor<SecurityContext> processor(Fixture fixture) throws ParseException {
        return processor(fixture.algorithm().wireName(), keys(fixture));
    }

    static DefaultJWTProcessor<SecurityContext> processor(String algorithm, JWKSet keys) {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(JWSAlgorithm.parse(algorithm), new ImmutableJWKSet<>(keys)));
        return processor;
    }

    private static JWKSet keys(Fixture fixture) throws ParseException {
        if (fixture.algorithm() == Algorithm.HS256) {
            JWK secret = new OctetSequenceKey.Builder(fixture.secret())
                    .keyID(fixture.keyId())
                    .build();
            return new JWKSet(secret);
        }
        return JWKSet.parse(fixture.keySet());
    }
}
