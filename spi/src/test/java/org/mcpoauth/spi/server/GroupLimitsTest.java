package org.mcpoauth.spi.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.error.ConfigurationException;

/** The limits of what an authorization server is configured with. */
class GroupLimitsTest {
    private static final Issuer ISSUER = Issuer.of("https://idp.example");

    private static void assertRefused(String key, Executable change) {
        assertEquals(key, assertThrows(ConfigurationException.class, change).key());
    }

    private static void assertLimits(String key, Duration longest, Function<Duration, ?> change) {
        assertNotNull(change.apply(Duration.ofSeconds(1)));
        assertNotNull(change.apply(longest));
        for (Duration wrong : List.of(
                Duration.ofSeconds(-1),
                Duration.ZERO,
                Duration.ofMillis(500),
                Duration.ofMillis(999),
                longest.plusNanos(1))) {
            assertRefused(key, () -> change.apply(wrong));
        }
    }

    /** RFC 6749, sections 4.1.2 and 5.1: clients are told whole seconds, and codes live 10 minutes at most. */
    @Test
    void whatIsIssuedLivesForSecondsAndNotForever() {
        TokenIssuance tokens = TokenIssuance.DEFAULT;

        assertLimits("code.ttl", Duration.ofMinutes(10), tokens::withCodeTtl);
        assertLimits("access-token.ttl", Duration.ofDays(1), tokens::withAccessTokenTtl);
        assertLimits("refresh-token.ttl", Duration.ofDays(3650), tokens::withRefreshTokenTtl);
        assertLimits("refresh-token.idle-ttl", Duration.ofDays(3650), tokens::withRefreshTokenIdleTtl);
    }

    @Test
    void assertionsOfWorkloadsLiveForADayAtMost() {
        assertLimits("workload.max-lifetime", Duration.ofDays(1), WorkloadRules.OFF::withMaxLifetime);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "NONE", "es256", "RS1", "ES256K", "dir", "RSA-OAEP", "", " ES256"})
    void assertionsAreSignedWithKnownAsymmetricAlgorithms(String algorithm) {
        AssertionIssuer issuer = AssertionIssuer.of(ISSUER);

        assertEquals(Set.of("ES256"), issuer.withAlgorithms(Set.of("ES256")).algorithms());
        assertRefused("assertion-issuer.<name>.algorithms", () -> issuer.withAlgorithms(Set.of("ES256", algorithm)));
        assertRefused("assertion-issuer.<name>.algorithms", () -> issuer.withAlgorithms(Set.of()));
    }

    @Test
    void aRateIsCountedOverASecondToADay() {
        for (Duration wrong : List.of(
                Duration.ZERO, Duration.ofMillis(999), Duration.ofDays(1).plusNanos(1))) {
            assertRefused("rate-limit.<endpoint>", () -> new RateLimit(1, wrong));
        }
        assertRefused("rate-limit.<endpoint>", () -> new RateLimit(0, Duration.ofMinutes(1)));
    }

    /** OpenID Connect Core 1.0, section 3.1.2.1. */
    @Test
    void anUpstreamIssuerIsAskedAsSomebodyForOpenId() {
        ClientAuthentication authentication = new ClientAuthentication.ClientSecretBasic(Secret.of("s"));
        Scopes openId = Scopes.of("openid");

        new UpstreamProvider(ISSUER, "mcp", authentication, openId);
        assertRefused("upstream.client-id", () -> new UpstreamProvider(ISSUER, "", authentication, openId));
        assertRefused(
                "upstream.scopes", () -> new UpstreamProvider(ISSUER, "mcp", authentication, Scopes.of("profile")));
    }
}
