package org.mcpoauth.spi.server;

import java.time.Duration;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What happens to a refresh token when it is used (RFC 9700, section 4.14.2). Immutable.
 *
 * @param confidentialRotated whether confidential clients get another token at each use; public clients always do
 *     (OAuth 2.1, section 4.3.1)
 * @param reuseEndsGrant whether a token that is used twice ends its grant with all tokens; {@code false} weakens
 *     security: a stolen token is not noticed
 * @param grace how long a used token is answered with the same successor again, for clients that lost the answer; 10
 *     seconds at most, zero for never. Whoever stole a token may use it as long
 */
public record RefreshRules(boolean confidentialRotated, boolean reuseEndsGrant, Duration grace) {
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

    /** Another token at each use, reuse ends the grant, no grace. */
    public static final RefreshRules DEFAULT = new RefreshRules(true, true, Duration.ZERO);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public RefreshRules {
        if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
            throw new ConfigurationException("refresh-token.grace", "is up to 10 seconds");
        }
    }

    /**
     * The same with another value: whether confidential clients get another token at each use.
     *
     * @param value the new value
     * @return a new value
     */
    public RefreshRules withConfidentialRotated(boolean value) {
        return new RefreshRules(value, reuseEndsGrant, grace);
    }

    /**
     * The same with another value: whether a token that is used twice ends its grant.
     *
     * @param value the new value
     * @return a new value
     */
    public RefreshRules withReuseEndsGrant(boolean value) {
        return new RefreshRules(confidentialRotated, value, grace);
    }

    /**
     * The same with another value: how long a used token is answered with the same successor again.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public RefreshRules withGrace(Duration value) {
        return new RefreshRules(confidentialRotated, reuseEndsGrant, value);
    }
}
