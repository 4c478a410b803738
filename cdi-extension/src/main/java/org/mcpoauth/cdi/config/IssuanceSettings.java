package org.mcpoauth.cdi.config;

import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.TokenIssuance;

/** Reads what the authorization server issues, and for how long. */
final class IssuanceSettings {
    private IssuanceSettings() {}

    static TokenIssuance read(Settings settings) {
        Group<TokenIssuance> tokens = settings.group(Role.AUTHORIZATION_SERVER, TokenIssuance.DEFAULT);
        tokens.with(settings.duration(ConfigurationKey.AS_CODE_TTL), TokenIssuance::withCodeTtl);
        tokens.with(settings.duration(ConfigurationKey.AS_ACCESS_TOKEN_TTL), TokenIssuance::withAccessTokenTtl);
        tokens.with(
                settings.choice(ConfigurationKey.AS_ACCESS_TOKEN_FORMAT, AccessTokenFormat.class),
                TokenIssuance::withAccessTokenFormat);
        tokens.with(settings.duration(ConfigurationKey.AS_REFRESH_TOKEN_TTL), TokenIssuance::withRefreshTokenTtl);
        tokens.with(
                settings.duration(ConfigurationKey.AS_REFRESH_TOKEN_IDLE_TTL), TokenIssuance::withRefreshTokenIdleTtl);
        tokens.with(settings.text(ConfigurationKey.AS_SIGNING_ALGORITHM), TokenIssuance::withSigningAlgorithm);
        tokens.with(SigningKeySettings.read(settings), TokenIssuance::withKeys);
        return tokens.value();
    }
}
