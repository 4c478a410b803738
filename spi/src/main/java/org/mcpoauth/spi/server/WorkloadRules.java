package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Which workloads get tokens for what their platform signed, without registration and secret (MCP extension "Workload
 * Identity Federation"; RFC 7523, section 2.1). Immutable.
 *
 * @param issuers the platforms that are trusted; none switches this off
 * @param identities which workloads are which clients
 * @param mapping is asked about workloads that are not among the identities
 * @param audiences the values of {@code aud} that are accepted; empty for the issuer and the token endpoint
 * @param maxLifetime how long an assertion may live at most, a second to a day
 */
public record WorkloadRules(
        List<AssertionIssuer> issuers,
        List<WorkloadIdentity> identities,
        WorkloadMapping mapping,
        Set<String> audiences,
        Duration maxLifetime) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** No platform is trusted; a day. */
    public static final WorkloadRules OFF =
            new WorkloadRules(List.of(), List.of(), WorkloadMapping.NOBODY, Set.of(), LONGEST);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public WorkloadRules {
        Objects.requireNonNull(mapping, "mapping");
        issuers = AssertionIssuer.distinct("workload.trusted-issuers", issuers);
        identities = List.copyOf(identities);
        audiences = Set.copyOf(audiences);
        for (WorkloadIdentity identity : identities) {
            if (issuers.stream().noneMatch(trusted -> trusted.issuer().equals(identity.issuer()))) {
                throw new ConfigurationException(
                        "workload.identity.<name>.issuer", "is one of workload.trusted-issuers");
            }
        }
        if (identities.stream()
                        .map(WorkloadRules::platformAndSubject)
                        .distinct()
                        .count()
                < identities.size()) {
            throw new ConfigurationException("workload.identity.<name>.subject", "names a workload twice");
        }
        if (maxLifetime.compareTo(SHORTEST) < 0 || maxLifetime.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("workload.max-lifetime", "is a second to a day");
        }
    }

    private static List<Object> platformAndSubject(WorkloadIdentity identity) {
        return List.of(identity.issuer(), identity.subject());
    }

    /**
     * Whether workloads get tokens at all.
     *
     * @return {@code true} if a platform is trusted
     */
    public boolean offered() {
        return !issuers.isEmpty();
    }

    /**
     * The same with other platforms and workloads.
     *
     * @param platforms the platforms that are trusted
     * @param workloads which workloads are which clients
     * @return new rules
     * @throws ConfigurationException if a workload is of another platform
     */
    public WorkloadRules trusting(List<AssertionIssuer> platforms, List<WorkloadIdentity> workloads) {
        return new WorkloadRules(platforms, workloads, mapping, audiences, maxLifetime);
    }

    /**
     * The same with another value: who is asked about workloads that are not among the identities.
     *
     * @param value the new value
     * @return a new value
     */
    public WorkloadRules withMapping(WorkloadMapping value) {
        return new WorkloadRules(issuers, identities, value, audiences, maxLifetime);
    }

    /**
     * The same with another value: the values of {@code aud} that are accepted.
     *
     * @param value the new value; empty for the issuer and the token endpoint
     * @return a new value
     */
    public WorkloadRules withAudiences(Set<String> value) {
        return new WorkloadRules(issuers, identities, mapping, value, maxLifetime);
    }

    /**
     * The same with another value: how long an assertion may live at most.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public WorkloadRules withMaxLifetime(Duration value) {
        return new WorkloadRules(issuers, identities, mapping, audiences, value);
    }
}
