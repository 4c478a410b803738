package org.mcpoauth.cdi.config;

import java.util.Optional;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.AuthorizationClaim;
import org.mcpoauth.spi.server.RefreshRules;
import org.mcpoauth.spi.server.TokenIssuance;

/** Reads what the authorization server issues, and for how long. */
final class IssuanceSettings {
    private IssuanceSettings() {}

    private enum Rotation {
        ALWAYS,
        PUBLIC_CLIENTS
    }

    private enum ReuseDetection {
        ON,
        DANGEROUS_OFF
    }

    static TokenIssuance read(Settings settings) {
        Group<TokenIssuance> tokens = settings.group(Role.AUTHORIZATION_SERVER, TokenIssuance.DEFAULT);
        tokens.with(settings.duration(ConfigurationKey.AS_CODE_TTL), TokenIssuance::withCodeTtl);
        tokens.with(settings.duration(ConfigurationKey.AS_ACCESS_TOKEN_TTL), TokenIssuance::withAccessTokenTtl);
        tokens.with(
                settings.choice(ConfigurationKey.AS_ACCESS_TOKEN_FORMAT, AccessTokenFormat.class),
                TokenIssuance::withAccessTokenFormat);
        tokens.with(
                settings.choices(ConfigurationKey.AS_ACCESS_TOKEN_AUTHORIZATION_CLAIMS, AuthorizationClaim.class),
                TokenIssuance::withAuthorizationClaims);
        tokens.with(settings.duration(ConfigurationKey.AS_REFRESH_TOKEN_TTL), TokenIssuance::withRefreshTokenTtl);
        tokens.with(
                settings.duration(ConfigurationKey.AS_REFRESH_TOKEN_IDLE_TTL), TokenIssuance::withRefreshTokenIdleTtl);
        tokens.with(Optional.of(refresh(settings)), TokenIssuance::withRefresh);
        tokens.with(settings.text(ConfigurationKey.AS_SIGNING_ALGORITHM), TokenIssuance::withSigningAlgorithm);
        tokens.with(SigningKeySettings.read(settings), TokenIssuance::withKeys);
        return tokens.value();
    }

    private static RefreshRules refresh(Settings settings) {
        Group<RefreshRules> rules = settings.group(Role.AUTHORIZATION_SERVER, RefreshRules.DEFAULT);
        rules.with(
                settings.choice(ConfigurationKey.AS_REFRESH_TOKEN_ROTATION, Rotation.class)
                        .map(Rotation.ALWAYS::equals),
                RefreshRules::withConfidentialRotated);
        rules.with(
                settings.choice(ConfigurationKey.AS_REFRESH_TOKEN_REUSE_DETECTION, ReuseDetection.class)
                        .map(ReuseDetection.ON::equals),
                RefreshRules::withReuseEndsGrant);
        rules.with(settings.duration(ConfigurationKey.AS_REFRESH_TOKEN_GRACE), RefreshRules::withGrace);
        return rules.value();
    }
}
