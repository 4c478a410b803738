package org.mcpoauth.spi.server;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * What an authorization server issues, and for how long. Immutable.
 *
 * @param codeTtl how long an authorization code lives, a second to 10 minutes
 * @param accessTokenTtl how long an access token lives, a second to a day
 * @param refreshTokenTtl how long a grant can be refreshed, a second to 10 years
 * @param refreshTokenIdleTtl how long an unused refresh token lives, a second to 10 years
 * @param signingAlgorithm the JWS algorithm of tokens, {@code null} for {@code RS256} with generated keys, else for what
 *     the signing key suggests
 * @param keys where the keys come from
 * @param accessTokenFormat what access tokens look like
 * @param refresh what happens to a refresh token when it is used
 * @param authorizationClaims what access tokens tell of the roles, groups and entitlements of users, in the clear; none
 *     unless a resource needs it
 */
public record TokenIssuance(
        Duration codeTtl,
        Duration accessTokenTtl,
        Duration refreshTokenTtl,
        Duration refreshTokenIdleTtl,
        @Nullable String signingAlgorithm,
        SigningKeyOrigin keys,
        AccessTokenFormat accessTokenFormat,
        RefreshRules refresh,
        Set<AuthorizationClaim> authorizationClaims) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration MAX_CODE_TTL = Duration.ofMinutes(10);
    private static final Duration MAX_ACCESS_TOKEN_TTL = Duration.ofDays(1);
    private static final Duration MAX_REFRESH_TTL = Duration.ofDays(3650);

    /** Codes of a minute, access tokens of ten signed with generated keys, refresh for 30 days, idle for 7. */
    public static final TokenIssuance DEFAULT = new TokenIssuance(
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofDays(30),
            Duration.ofDays(7),
            null,
            SigningKeyOrigin.Generated.DEFAULT,
            AccessTokenFormat.JWT,
            RefreshRules.DEFAULT,
            Set.of());

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public TokenIssuance {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(accessTokenFormat, "accessTokenFormat");
        Objects.requireNonNull(refresh, "refresh");
        authorizationClaims = Set.copyOf(authorizationClaims);
        requireWithin(MAX_CODE_TTL, codeTtl, "code.ttl", "is a second to 10 minutes");
        requireWithin(MAX_ACCESS_TOKEN_TTL, accessTokenTtl, "access-token.ttl", "is a second to a day");
        requireWithin(MAX_REFRESH_TTL, refreshTokenTtl, "refresh-token.ttl", "is a second to 3650 days");
        requireWithin(MAX_REFRESH_TTL, refreshTokenIdleTtl, "refresh-token.idle-ttl", "is a second to 3650 days");
    }

    /**
     * The same with another value: how long an authorization code lives, a second to 10 minutes.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public TokenIssuance withCodeTtl(Duration value) {
        return new TokenIssuance(
                value,
                accessTokenTtl,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                signingAlgorithm,
                keys,
                accessTokenFormat,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: how long an access token lives, a second to a day.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public TokenIssuance withAccessTokenTtl(Duration value) {
        return new TokenIssuance(
                codeTtl,
                value,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                signingAlgorithm,
                keys,
                accessTokenFormat,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: how long a grant can be refreshed, a second to 10 years.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public TokenIssuance withRefreshTokenTtl(Duration value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                value,
                refreshTokenIdleTtl,
                signingAlgorithm,
                keys,
                accessTokenFormat,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: how long an unused refresh token lives, a second to 10 years.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public TokenIssuance withRefreshTokenIdleTtl(Duration value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                refreshTokenTtl,
                value,
                signingAlgorithm,
                keys,
                accessTokenFormat,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: the JWS algorithm of tokens.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public TokenIssuance withSigningAlgorithm(@Nullable String value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                value,
                keys,
                accessTokenFormat,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: where the keys come from.
     *
     * @param value the new value
     * @return a new value
     */
    public TokenIssuance withKeys(SigningKeyOrigin value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                signingAlgorithm,
                value,
                accessTokenFormat,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: what access tokens look like.
     *
     * @param value the new value
     * @return a new value
     */
    public TokenIssuance withAccessTokenFormat(AccessTokenFormat value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                signingAlgorithm,
                keys,
                value,
                refresh,
                authorizationClaims);
    }

    /**
     * The same with another value: what happens to a refresh token when it is used.
     *
     * @param value the new value
     * @return a new value
     */
    public TokenIssuance withRefresh(RefreshRules value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                signingAlgorithm,
                keys,
                accessTokenFormat,
                value,
                authorizationClaims);
    }

    /**
     * The same with another value: what access tokens tell of the roles, groups and entitlements of users.
     *
     * @param value the new value
     * @return a new value
     */
    public TokenIssuance withAuthorizationClaims(Set<AuthorizationClaim> value) {
        return new TokenIssuance(
                codeTtl,
                accessTokenTtl,
                refreshTokenTtl,
                refreshTokenIdleTtl,
                signingAlgorithm,
                keys,
                accessTokenFormat,
                refresh,
                value);
    }

    private static void requireWithin(Duration longest, Duration value, String key, String rule) {
        // clients are told whole seconds
        if (value.compareTo(SHORTEST) < 0 || value.compareTo(longest) > 0) {
            throw new ConfigurationException(key, rule);
        }
    }
}
