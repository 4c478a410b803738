package org.mcpoauth.spi.support.check;

import java.util.stream.Stream;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/** RFC 7517, section 5: without a key that can be used, no token of the issuer is accepted. */
final class UsableKeys implements IssuerRule {
    @Override
    public Stream<Finding> findings(IssuerAnswers answers, ResourceServerConfiguration resource) {
        return Stream.ofNullable(answers.keysFailure())
                .map(failure -> new Finding(
                        "MCPO4684",
                        "jwks-url",
                        "no usable keys of " + answers.issuer() + ": " + failure.getMessage()
                                + "; until there are some, its tokens are answered with 503"));
    }
}
