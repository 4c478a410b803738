package org.mcpoauth.spi.resource;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What a token must look like beyond issuer and audience. Immutable.
 *
 * @param algorithms the JWS algorithms that are accepted; asymmetric ones only
 * @param profile how strictly the form of a JWT access token is taken
 * @param clockSkew how far clocks may differ, at most 5 minutes
 * @param maxAge how old a token may be since {@code iat}, or {@code null} for any age before {@code exp}
 * @param requiredClaims the claims that must be present beyond those of the profile
 */
public record TokenRules(
        Set<String> algorithms,
        TokenProfile profile,
        Duration clockSkew,
        @Nullable Duration maxAge,
        Set<String> requiredClaims) {
    private static final Duration MAX_SKEW = Duration.ofMinutes(5);

    /** All asymmetric algorithms, the lenient profile, 30 seconds of skew. */
    public static final TokenRules DEFAULT = new TokenRules(
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"),
            TokenProfile.LENIENT,
            Duration.ofSeconds(30),
            null,
            Set.of());

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public TokenRules {
        Objects.requireNonNull(profile, "profile");
        algorithms = Set.copyOf(algorithms);
        requiredClaims = Set.copyOf(requiredClaims);
        if (algorithms.isEmpty()) {
            throw new ConfigurationException("token.algorithms", "names at least one algorithm");
        }
        requireAsymmetric("token.algorithms", algorithms);
        if (clockSkew.isNegative() || clockSkew.compareTo(MAX_SKEW) > 0) {
            throw new ConfigurationException("token.clock-skew", "is 0 to 5 minutes");
        }
        if (maxAge != null) {
            Durations.requirePositive(maxAge, "token.max-age");
        }
    }

    /**
     * The same with other algorithms.
     *
     * @param values the JWS algorithms; asymmetric ones only
     * @return a new value
     */
    public TokenRules withAlgorithms(Set<String> values) {
        return new TokenRules(values, profile, clockSkew, maxAge, requiredClaims);
    }

    /**
     * The same with another profile.
     *
     * @param value how strictly the form of a JWT access token is taken
     * @return a new value
     */
    public TokenRules withProfile(TokenProfile value) {
        return new TokenRules(algorithms, value, clockSkew, maxAge, requiredClaims);
    }

    /**
     * The same with another clock skew.
     *
     * @param value how far clocks may differ, at most 5 minutes
     * @return a new value
     */
    public TokenRules withClockSkew(Duration value) {
        return new TokenRules(algorithms, profile, value, maxAge, requiredClaims);
    }

    /**
     * The same with another largest age.
     *
     * @param value how old a token may be, or {@code null} for any age
     * @return a new value
     */
    public TokenRules withMaxAge(@Nullable Duration value) {
        return new TokenRules(algorithms, profile, clockSkew, value, requiredClaims);
    }

    /**
     * The same with other required claims.
     *
     * @param values the names of the claims
     * @return a new value
     */
    public TokenRules withRequiredClaims(Set<String> values) {
        return new TokenRules(algorithms, profile, clockSkew, maxAge, values);
    }

    static void requireAsymmetric(String key, Set<String> algorithms) {
        if (algorithms.stream().anyMatch(TokenRules::isSymmetric)) {
            throw new ConfigurationException(key, "takes asymmetric algorithms only");
        }
    }

    private static boolean isSymmetric(String algorithm) {
        return algorithm.startsWith("HS") || "none".equalsIgnoreCase(algorithm);
    }
}
