package org.mcpoauth.spi.client;

import java.util.Objects;

/**
 * Whose tokens a client uses. With a caller always those of the caller, except where a grant knows no users
 * (client credentials, workload identity). Immutable.
 *
 * @param source knows the caller
 * @param withoutCaller what a call without a caller is
 */
public record CallerRules(CallerSource source, WithoutCaller withoutCaller) {

    /** What a call without a caller is. */
    public enum WithoutCaller {
        /** The application's own, with tokens of its own. */
        APPLICATION,
        /**
         * Refused with an {@link org.mcpoauth.api.error.AuthorizationRequiredException}, except where the grant
         * also works without users (client credentials, workload identity, hybrid).
         */
        REFUSED
    }

    /** Nobody is known, and each call is the application's: for an application with one user, and plain Java SE. */
    public static final CallerRules APPLICATION = new CallerRules(CallerSource.NOBODY, WithoutCaller.APPLICATION);

    /** Checks that nothing is missing. */
    public CallerRules {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(withoutCaller, "withoutCaller");
    }

    /**
     * The same with another source.
     *
     * @param value knows the caller
     * @return new rules
     */
    public CallerRules withSource(CallerSource value) {
        return new CallerRules(value, withoutCaller);
    }

    /**
     * The same with another answer to calls without a caller.
     *
     * @param value what such a call is
     * @return new rules
     */
    public CallerRules withWithoutCaller(WithoutCaller value) {
        return new CallerRules(source, value);
    }
}
