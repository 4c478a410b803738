package org.mcpoauth.benchmarks;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/** SmallRye JWT, the implementation of MicroProfile JWT in Quarkus and WildFly, through its parser. */
final class SmallRyeContender implements Contender {

    @Override
    public String name() {
        return "smallrye";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return true;
    }

    @Override
    public Verification verification(Fixture fixture) {
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        if (fixture.algorithm() == Algorithm.HS256) {
            info.setSecretVerificationKey(new SecretKeySpec(fixture.secret(), "HmacSHA256"));
        } else {
            info.setPublicVerificationKey(fixture.publicKey());
        }
        info.setSignatureAlgorithm(
                Set.of(SignatureAlgorithm.fromAlgorithm(fixture.algorithm().wireName())));
        info.setIssuedBy(Fixture.ISSUER);
        info.setExpectedAudience(Set.of(Fixture.AUDIENCE));
        DefaultJWTParser parser = new DefaultJWTParser(info);
        return parser::parse;
    }
}
