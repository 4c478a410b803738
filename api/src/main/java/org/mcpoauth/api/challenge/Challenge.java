package org.mcpoauth.api.challenge;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, section 11.3). It has either a token68
 * or parameters, never both.
 *
 * @param scheme the authentication scheme in lower case, such as {@code bearer}
 * @param token68 the token68 text, or {@code null} when the challenge has parameters or nothing
 * @param parameters names in lower case with their unquoted values, in the order of the header
 */
public record Challenge(String scheme, @Nullable String token68, Map<String, String> parameters) {
    /** The scheme of RFC 6750. */
    public static final String BEARER = "bearer";
    /** The scheme of RFC 9449. */
    public static final String DPOP = "dpop";

    /**
     * Puts scheme and names into lower case and copies the parameters.
     *
     * @throws IllegalArgumentException if the scheme is empty, if there are both a token68 and
     *     parameters, or if two names differ in case only
     */
    public Challenge {
        if (scheme.isEmpty() || (token68 != null && !parameters.isEmpty())) {
            throw new IllegalArgumentException("a challenge has a scheme, and a token68 or parameters");
        }
        scheme = scheme.toLowerCase(Locale.ROOT);
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            if (copy.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(value, name)) != null) {
                throw new IllegalArgumentException("a challenge parameter occurs twice");
            }
        });
        parameters = Collections.unmodifiableMap(copy);
    }

    /**
     * Whether this challenge is of a scheme.
     *
     * @param name the scheme in any case
     * @return {@code true} if it is
     */
    public boolean isScheme(String name) {
        return scheme.equalsIgnoreCase(name);
    }

    /**
     * The value of a parameter.
     *
     * @param name the name in any case
     * @return the unquoted value, empty when the challenge does not have it
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * The {@code error} parameter (RFC 6750, section 3).
     *
     * @return the code, empty when there is none or its characters are not those of an error code
     */
    public Optional<ErrorCode> error() {
        return parameter("error").filter(ErrorCode::isErrorCode).map(ErrorCode::new);
    }

    /**
     * The {@code scope} parameter (RFC 6750, section 3): what the operation needs.
     *
     * @return the scopes, empty when there is no such parameter or it is not a scope text
     */
    public Optional<Scopes> scopes() {
        try {
            return parameter("scope").map(Scopes::parse);
        } catch (IllegalArgumentException notAScope) {
            return Optional.empty();
        }
    }

    /**
     * The {@code resource_metadata} parameter (RFC 9728, section 5.1), unchecked.
     *
     * @return the text of the URL, empty when there is none
     */
    public Optional<String> resourceMetadata() {
        return parameter("resource_metadata");
    }
}
