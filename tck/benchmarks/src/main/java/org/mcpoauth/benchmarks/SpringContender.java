package org.mcpoauth.benchmarks;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Spring Security's decoder, set up as its own builders do. */
final class SpringContender implements Contender {

    @Override
    public String name() {
        return "spring";
    }

    @Override
    public boolean supports(Algorithm algorithm) {
        return algorithm != Algorithm.EDDSA;
    }

    @Override
    public Verification verification(Fixture fixture) throws ParseException {
        DefaultJWTProcessor<SecurityContext> processor = NimbusContender.processor(fixture);
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        NimbusJwtDecoder decoder = new NimbusJwtDecoder(processor);
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(),
                new JwtIssuerValidator(Fixture.ISSUER),
                new JwtAudienceValidator(Fixture.AUDIENCE)));
        return decoder::decode;
    }
}
