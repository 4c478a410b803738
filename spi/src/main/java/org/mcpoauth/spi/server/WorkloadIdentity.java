package org.mcpoauth.spi.server;

import java.util.Objects;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Which client a workload is (MCP extension "Workload Identity Federation").
 *
 * @param issuer the platform that vouches for it, one of the trusted ones
 * @param subject what the platform calls it, compared exactly with {@code sub}
 * @param clientId the client it is here
 */
public record WorkloadIdentity(Issuer issuer, String subject, String clientId) {

    /**
     * Checks that nothing is missing.
     *
     * @throws ConfigurationException if a text is empty
     */
    public WorkloadIdentity {
        Objects.requireNonNull(issuer, "issuer");
        if (subject.isEmpty() || clientId.isEmpty()) {
            throw new ConfigurationException("workload.identity.<name>.subject", "names a workload and its client");
        }
    }
}
