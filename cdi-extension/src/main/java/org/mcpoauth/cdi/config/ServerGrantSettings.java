package org.mcpoauth.cdi.config;

import org.mcpoauth.spi.server.GrantRules;

/** Reads which grants the authorization server offers. */
final class ServerGrantSettings {
    private ServerGrantSettings() {}

    static GrantRules read(Settings settings) {
        Group<GrantRules> rules = settings.group(Role.AUTHORIZATION_SERVER, GrantRules.DEFAULT);
        rules.with(settings.flag(ConfigurationKey.AS_CLIENT_CREDENTIALS_ENABLED), GrantRules::withClientCredentials);
        return rules.value();
    }
}
