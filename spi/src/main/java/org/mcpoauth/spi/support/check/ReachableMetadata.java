package org.mcpoauth.spi.support.check;

import java.util.stream.Stream;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;

/** RFC 8414, section 3: without metadata, keys and endpoints of the issuer are not found. */
final class ReachableMetadata implements IssuerRule {
    @Override
    public Stream<Finding> findings(IssuerAnswers answers, ResourceServerConfiguration resource) {
        return Stream.ofNullable(answers.metadataFailure())
                .filter(failure -> failure.code() != FailureCode.METADATA_ISSUER_MISMATCH)
                .map(failure -> new Finding(
                        "MCPO4683",
                        "authorization-servers",
                        "the metadata of " + answers.issuer() + " cannot be had: " + failure.getMessage()
                                + "; correct the issuer, allow its host with mcp.oauth.url-policy.allowed-hosts, or"
                                + " name its key set with jwks-url"));
    }
}
