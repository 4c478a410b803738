package org.mcpoauth.spi.server;

import jakarta.json.JsonObject;
import java.util.Optional;
import org.mcpoauth.api.Issuer;

/**
 * Says which client a workload is, beside the configured identities. To trust a platform is not to trust all of its
 * workloads, so each needs an answer (MCP extension "Workload Identity Federation"). Safe for use by several threads.
 */
@FunctionalInterface
public interface WorkloadMapping {
    /** No workload is a client. */
    WorkloadMapping NOBODY = (issuer, subject, claims) -> Optional.empty();

    /**
     * Finds the client. Called after everything else about the assertion has been checked.
     *
     * @param issuer the trusted platform
     * @param subject the workload there; says nothing without the issuer
     * @param claims all claims of the assertion
     * @return the identifier of a client of this server; empty to refuse the workload
     */
    Optional<String> clientId(Issuer issuer, String subject, JsonObject claims);
}
