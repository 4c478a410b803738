package org.mcpoauth.cdi.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.TokenExchangeRules;
import org.mcpoauth.spi.server.WorkloadIdentity;
import org.mcpoauth.spi.server.WorkloadRules;

/** Reads which grants the authorization server offers. */
final class ServerGrantSettings {
    private final Settings settings;
    private final AssertionIssuerSettings issuers;

    private ServerGrantSettings(Settings settings, AssertionIssuerSettings issuers) {
        this.settings = settings;
        this.issuers = issuers;
    }

    static GrantRules read(Settings settings, AssertionIssuerSettings issuers) {
        return new ServerGrantSettings(settings, issuers).rules();
    }

    private GrantRules rules() {
        Group<GrantRules> rules = settings.group(Role.AUTHORIZATION_SERVER, GrantRules.DEFAULT);
        rules.with(settings.flag(ConfigurationKey.AS_CLIENT_CREDENTIALS_ENABLED), GrantRules::withClientCredentials);
        return rules.value()
                .withIdentityAssertions(identityAssertions())
                .withWorkloads(workloads())
                .withTokenExchange(tokenExchange());
    }

    private TokenExchangeRules tokenExchange() {
        Group<TokenExchangeRules> rules = settings.group(Role.AUTHORIZATION_SERVER, TokenExchangeRules.OFF);
        rules.with(settings.flag(ConfigurationKey.AS_TOKEN_EXCHANGE_ENABLED), TokenExchangeRules::withOffered);
        rules.with(issuers.read(ConfigurationKey.AS_TOKEN_EXCHANGE_TRUSTED_ISSUERS), TokenExchangeRules::withIssuers);
        return rules.value();
    }

    private WorkloadRules workloads() {
        WorkloadRules off = WorkloadRules.OFF;
        return settings.whole(Role.AUTHORIZATION_SERVER, off, () -> {
            List<AssertionIssuer> platforms =
                    issuers.read(ConfigurationKey.AS_WORKLOAD_TRUSTED_ISSUERS).orElse(List.of());
            return new WorkloadRules(
                    platforms,
                    identities(platforms),
                    off.mapping(),
                    settings.list(ConfigurationKey.AS_WORKLOAD_AUDIENCES)
                            .map(Set::copyOf)
                            .orElse(off.audiences()),
                    settings.duration(ConfigurationKey.AS_WORKLOAD_MAX_LIFETIME).orElse(off.maxLifetime()));
        });
    }

    private List<WorkloadIdentity> identities(List<AssertionIssuer> platforms) {
        return settings.parameters(ConfigurationKey.AS_WORKLOAD_IDENTITY_SUBJECT).stream()
                .flatMap(name -> identity(settings.with(name), name, platforms).stream())
                .toList();
    }

    private static Optional<WorkloadIdentity> identity(Settings one, String name, List<AssertionIssuer> platforms) {
        Optional<Issuer> platform = one.parsed(ConfigurationKey.AS_WORKLOAD_IDENTITY_ISSUER, Issuer::of)
                .or(() -> platforms.size() == 1 ? Optional.of(platforms.get(0).issuer()) : Optional.empty());
        if (platform.isEmpty()) {
            one.missing(ConfigurationKey.AS_WORKLOAD_IDENTITY_ISSUER);
        }
        return platform.flatMap(issuer -> one.text(ConfigurationKey.AS_WORKLOAD_IDENTITY_SUBJECT)
                .map(subject -> new WorkloadIdentity(
                        issuer,
                        subject,
                        one.text(ConfigurationKey.AS_WORKLOAD_IDENTITY_CLIENT_ID)
                                .orElse(name))));
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
