package org.mcpoauth.api.challenge;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;

/**
 * One challenge of a {@code WWW-Authenticate} header (RFC 9110, section 11.3). It has either a token68
 * or parameters, never both. Immutable.
 *
 * <pre>{@code
 * Challenge.bearer()
 *         .resourceMetadata(metadataUri)
 *         .error(ErrorCode.INSUFFICIENT_SCOPE)
 *         .scope(Scopes.of("notes:write"))
 *         .build()
 *         .toHeaderValue();
 * }</pre>
 *
 * @param scheme the authentication scheme in lower case, such as {@code bearer}
 * @param token68 the token68 text, or {@code null} when the challenge has parameters or nothing
 * @param parameters names in lower case with their unquoted values, in the order of the header
 */
public record Challenge(String scheme, @Nullable String token68, Map<String, String> parameters)
        implements Serializable {
    /** The scheme of RFC 6750. */
    public static final String BEARER = "bearer";
    /** The scheme of RFC 9449. */
    public static final String DPOP = "dpop";

    private static final int MAX_AGE_DIGITS = 10;

    /**
     * Puts scheme and names into lower case and copies the parameters.
     *
     * @throws IllegalArgumentException if the scheme or a name is not a token (RFC 9110, section 5.6.2),
     *     if there are both a token68 and parameters, if the token68 has other characters than RFC 9110,
     *     section 11.2, allows, if two names differ in case only, or if a value has a control character
     *     other than the tab or a character above U+00FF
     */
    public Challenge {
        if (token68 != null && (!parameters.isEmpty() || !Characters.isPaddedToken68(token68))) {
            throw new IllegalArgumentException("a challenge has either a token68 or parameters");
        }
        scheme = lowerCaseToken(scheme, "scheme");
        Map<String, String> copy = new LinkedHashMap<>();
        parameters.forEach((name, value) -> {
            String key = lowerCaseToken(name, "parameter name");
            if (!Characters.isAll(value, Characters::isQuotable)) {
                throw new IllegalArgumentException("the parameter " + key + " has a forbidden character");
            }
            if (copy.put(key, value) != null) {
                throw new IllegalArgumentException("the parameter " + key + " occurs twice");
            }
        });
        parameters = Collections.unmodifiableMap(copy);
    }

    /**
     * Begins a challenge of the scheme {@code Bearer} (RFC 6750, section 3).
     *
     * @return a new builder
     */
    public static Builder bearer() {
        return new Builder(BEARER);
    }

    /**
     * Begins a challenge of the scheme {@code DPoP} (RFC 9449, section 7.1).
     *
     * @return a new builder
     */
    public static Builder dpop() {
        return new Builder(DPOP);
    }

    /**
     * Begins a challenge of any scheme that has parameters.
     *
     * @param scheme the scheme in any case; must be a token
     * @return a new builder
     */
    public static Builder builder(String scheme) {
        return new Builder(scheme);
    }

    /**
     * Whether this challenge is of a scheme.
     *
     * @param name the scheme in any case
     * @return {@code true} if it is
     */
    public boolean isScheme(String name) {
        return scheme.equals(name.toLowerCase(Locale.ROOT));
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

    /**
     * The JWS algorithms of the {@code algs} parameter (RFC 9449, section 7.1).
     *
     * @return an unmodifiable list in the order of preference, empty when there is no such parameter
     */
    public List<String> algs() {
        return words("algs");
    }

    /**
     * The authentication context classes of the {@code acr_values} parameter (RFC 9470, section 3).
     *
     * @return an unmodifiable list in the order of preference, empty when there is no such parameter
     */
    public List<String> acrValues() {
        return words("acr_values");
    }

    /**
     * How long ago the user may have authenticated: the {@code max_age} parameter (RFC 9470, section 3).
     *
     * @return the time, empty when there is no such parameter or it is no number of seconds
     */
    public Optional<Duration> maxAge() {
        return parameter("max_age").filter(Challenge::isSeconds).map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    /**
     * This challenge as a header value, with every parameter quoted. {@code Challenges.parse} reads an
     * equal challenge out of it.
     *
     * @return the value to send as {@code WWW-Authenticate}; printable ASCII
     * @throws IllegalArgumentException if a value has a control character or one outside of ASCII, or if
     *     {@code scope}, {@code error} or {@code error_description} has a quotation mark or a backslash
     *     (RFC 6750, section 3)
     */
    public String toHeaderValue() {
        return ChallengeWriter.write(this);
    }

    private List<String> words(String name) {
        return parameter(name).stream()
                .flatMap(text -> List.of(text.split(" ", -1)).stream())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static boolean isSeconds(String text) {
        return !text.isEmpty() && text.length() <= MAX_AGE_DIGITS && Characters.isAll(text, c -> c >= '0' && c <= '9');
    }

    private static String lowerCaseToken(String text, String what) {
        if (text.isEmpty() || !Characters.isAll(text, Characters::isToken)) {
            throw new IllegalArgumentException("the " + what + " of a challenge is not a token");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** Collects the parameters of a challenge in the order they are given. Not thread-safe. */
    public static final class Builder {
        private final String scheme;
        private final Map<String, String> parameters = new LinkedHashMap<>();

        private Builder(String scheme) {
            this.scheme = Objects.requireNonNull(scheme, "scheme");
        }

        /**
         * Sets {@code realm} (RFC 9110, section 11.5).
         *
         * @param realm the protection space
         * @return this builder
         */
        public Builder realm(String realm) {
            return parameter("realm", realm);
        }

        /**
         * Sets {@code resource_metadata} (RFC 9728, section 5.1).
         *
         * @param uri where the metadata of the protected resource is
         * @return this builder
         */
        public Builder resourceMetadata(URI uri) {
            return parameter("resource_metadata", uri.toString());
        }

        /**
         * Names all scopes that the operation needs (RFC 6750, section 3).
         *
         * @param scopes the scopes; nothing is set when there are none
         * @return this builder
         */
        public Builder scope(Scopes scopes) {
            return words("scope", scopes.toList());
        }

        /**
         * Sets {@code error} (RFC 6750, section 3.1). A request without credentials gets none.
         *
         * @param error the error code
         * @return this builder
         */
        public Builder error(ErrorCode error) {
            return parameter("error", error.value());
        }

        /**
         * Sets {@code error_description} (RFC 6750, section 3).
         *
         * @param description a text for developers, printable ASCII without quotation mark and backslash
         * @return this builder
         */
        public Builder errorDescription(String description) {
            return parameter("error_description", description);
        }

        /**
         * Sets {@code algs} (RFC 9449, section 7.1).
         *
         * @param algorithms names of JWS algorithms; nothing is set when there are none
         * @return this builder
         */
        public Builder algs(Collection<String> algorithms) {
            return words("algs", algorithms);
        }

        /**
         * Sets {@code acr_values} (RFC 9470, section 3).
         *
         * @param classes authentication context classes in the order of preference; nothing is set when
         *     there are none
         * @return this builder
         */
        public Builder acrValues(Collection<String> classes) {
            return words("acr_values", classes);
        }

        /**
         * Sets {@code max_age} (RFC 9470, section 3).
         *
         * @param age how long ago the user may have authenticated, in whole seconds; not negative
         * @return this builder
         * @throws IllegalArgumentException if the age is negative
         */
        public Builder maxAge(Duration age) {
            if (age.isNegative()) {
                throw new IllegalArgumentException("age is negative");
            }
            return parameter("max_age", Long.toString(age.toSeconds()));
        }

        /**
         * Sets any parameter; an earlier value of the same name is replaced.
         *
         * @param name the name in any case
         * @param value the value without quotes
         * @return this builder
         */
        public Builder parameter(String name, String value) {
            parameters.put(name.toLowerCase(Locale.ROOT), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * Makes the challenge.
         *
         * @return the challenge
         * @throws IllegalArgumentException if {@link Challenge#Challenge} refuses a part
         */
        public Challenge build() {
            return new Challenge(scheme, null, parameters);
        }

        private Builder words(String name, Collection<String> words) {
            return words.isEmpty() ? this : parameter(name, String.join(" ", words));
        }
    }
}
