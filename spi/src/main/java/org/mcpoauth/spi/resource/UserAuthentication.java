package org.mcpoauth.spi.resource;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How, and how long ago, the user must have been authenticated (RFC 9470, section 3). Immutable.
 *
 * @param acrValues the accepted values of {@code acr}, the preferred one first; empty for any
 * @param maxAge how long ago the user may have been authenticated ({@code auth_time}), or {@code null} for
 *     any time
 */
public record UserAuthentication(
        List<String> acrValues, @Nullable Duration maxAge) {
    /** Any authentication. */
    public static final UserAuthentication ANY = new UserAuthentication(List.of(), null);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value is empty, has a blank, or the age is negative
     */
    public UserAuthentication {
        acrValues = List.copyOf(acrValues);
        if (acrValues.stream().anyMatch(UserAuthentication::isNoToken)) {
            throw new ConfigurationException("user-authentication.acr-values", "are texts without blanks");
        }
        if (maxAge != null && maxAge.isNegative()) {
            throw new ConfigurationException("user-authentication.max-age", "must not be negative");
        }
    }

    private static boolean isNoToken(String value) {
        return value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c == '"' || c == '\\' || c > '~');
    }

    /**
     * The same with other authentication context classes.
     *
     * @param values the accepted values of {@code acr}; empty for any
     * @return a new value
     */
    public UserAuthentication withAcrValues(List<String> values) {
        return new UserAuthentication(values, maxAge);
    }

    /**
     * The same with another largest age.
     *
     * @param value how long ago the user may have been authenticated, or {@code null}
     * @return a new value
     */
    public UserAuthentication withMaxAge(@Nullable Duration value) {
        return new UserAuthentication(acrValues, value);
    }
}
