package org.mcpoauth.spi.support.check;

import java.util.stream.Stream;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/** RFC 8414, section 3.3: the issuer is written as its metadata and tokens name it, letter by letter. */
final class IssuerText implements IssuerRule {
    @Override
    public Stream<Finding> findings(IssuerAnswers answers, ResourceServerConfiguration resource) {
        return Stream.ofNullable(answers.metadataFailure())
                .filter(failure -> failure.code() == FailureCode.METADATA_ISSUER_MISMATCH)
                .map(failure -> new Finding(
                        "MCPO4682",
                        "authorization-servers",
                        failure.getMessage() + "; write the issuer as its metadata name it"));
    }
}
