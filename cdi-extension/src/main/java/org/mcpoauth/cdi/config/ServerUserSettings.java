package org.mcpoauth.cdi.config;

import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;

/** Reads who the users of the authorization server are, and what they are asked. */
final class ServerUserSettings {
    private ServerUserSettings() {}

    static ConsentRules consent(Settings settings) {
        Group<ConsentRules> rules = settings.group(Role.AUTHORIZATION_SERVER, ConsentRules.DEFAULT);
        rules.with(settings.choice(ConfigurationKey.AS_CONSENT, ConsentMode.class), ConsentRules::withMode);
        rules.with(settings.duration(ConfigurationKey.AS_CONSENT_TTL), ConsentRules::withLifetime);
        return rules.value();
    }
}
