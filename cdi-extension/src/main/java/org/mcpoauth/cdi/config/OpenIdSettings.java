package org.mcpoauth.cdi.config;

import org.mcpoauth.spi.server.OpenIdRules;

/** Reads whether users can log in to clients with the authorization server. */
final class OpenIdSettings {
    private OpenIdSettings() {}

    static OpenIdRules read(Settings settings) {
        Group<OpenIdRules> rules = settings.group(Role.AUTHORIZATION_SERVER, OpenIdRules.OFF);
        rules.with(settings.flag(ConfigurationKey.AS_OPENID_ENABLED), OpenIdRules::withOffered);
        rules.with(
                settings.changingSecret(
                        ConfigurationKey.AS_OPENID_PAIRWISE_SALT,
                        ConfigurationKey.AS_OPENID_PAIRWISE_SALT_FILE,
                        OpenIdRules.OFF::withPairwiseSalt),
                OpenIdRules::withPairwiseSalt);
        return rules.value();
    }
}
