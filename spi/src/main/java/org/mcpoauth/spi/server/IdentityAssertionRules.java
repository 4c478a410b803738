package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Whether and whose identity assertions (ID-JAG) are taken for tokens (MCP extension "Enterprise-Managed
 * Authorization"; draft-ietf-oauth-identity-assertion-authz-grant, section 4.4). Immutable.
 *
 * @param offered whether they are taken
 * @param issuers the identity providers whose assertions are taken; at least one where they are
 * @param maxLifetime how long an assertion may live at most, up to an hour
 * @param subjects says who their users are here
 */
public record IdentityAssertionRules(
        boolean offered, List<AssertionIssuer> issuers, Duration maxLifetime, SubjectMapping subjects) {
    private static final Duration LONGEST = Duration.ofHours(1);

    /** Not offered; five minutes; subjects by issuer. */
    public static final IdentityAssertionRules OFF =
            new IdentityAssertionRules(false, List.of(), Duration.ofMinutes(5), SubjectMapping.BY_ISSUER);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public IdentityAssertionRules {
        Objects.requireNonNull(subjects, "subjects");
        issuers = AssertionIssuer.distinct("id-jag.trusted-issuers", issuers);
        if (offered && issuers.isEmpty()) {
            throw new ConfigurationException("id-jag.trusted-issuers", "names at least one issuer");
        }
        if (maxLifetime.isNegative() || maxLifetime.isZero() || maxLifetime.compareTo(LONGEST) > 0) {
            throw new ConfigurationException("id-jag.max-lifetime", "is positive and up to an hour");
        }
    }

    /**
     * Assertions of some identity providers are taken.
     *
     * @param issuers the identity providers; at least one
     * @return rules with the other defaults
     * @throws ConfigurationException if there is none or one twice
     */
    public static IdentityAssertionRules of(List<AssertionIssuer> issuers) {
        return new IdentityAssertionRules(true, issuers, OFF.maxLifetime, OFF.subjects);
    }

    /**
     * The same with another value: how long an assertion may live at most, up to an hour.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public IdentityAssertionRules withMaxLifetime(Duration value) {
        return new IdentityAssertionRules(offered, issuers, value, subjects);
    }

    /**
     * The same with another value: who their users are here.
     *
     * @param value the new value
     * @return a new value
     */
    public IdentityAssertionRules withSubjects(SubjectMapping value) {
        return new IdentityAssertionRules(offered, issuers, maxLifetime, value);
    }
}
