package org.mcpoauth.cdi.config;

import java.util.List;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;

/** Reads which grants the authorization server offers. */
final class ServerGrantSettings {
    private final Settings settings;
    private final AssertionIssuerSettings issuers;

    private ServerGrantSettings(Settings settings) {
        this.settings = settings;
        this.issuers = new AssertionIssuerSettings(settings);
    }

    static GrantRules read(Settings settings) {
        return new ServerGrantSettings(settings).rules();
    }

    private GrantRules rules() {
        Group<GrantRules> rules = settings.group(Role.AUTHORIZATION_SERVER, GrantRules.DEFAULT);
        rules.with(settings.flag(ConfigurationKey.AS_CLIENT_CREDENTIALS_ENABLED), GrantRules::withClientCredentials);
        GrantRules all = rules.value().withIdentityAssertions(identityAssertions());
        issuers.requireListed();
        return all;
    }

    private IdentityAssertionRules identityAssertions() {
        IdentityAssertionRules off = IdentityAssertionRules.OFF;
        return settings.whole(
                Role.AUTHORIZATION_SERVER,
                off,
                () -> new IdentityAssertionRules(
                        settings.flag(ConfigurationKey.AS_ID_JAG_ENABLED).orElse(off.offered()),
                        issuers.read(ConfigurationKey.AS_ID_JAG_TRUSTED_ISSUERS).orElse(List.of()),
                        settings.duration(ConfigurationKey.AS_ID_JAG_MAX_LIFETIME)
                                .orElse(off.maxLifetime()),
                        off.subjects()));
    }
}
