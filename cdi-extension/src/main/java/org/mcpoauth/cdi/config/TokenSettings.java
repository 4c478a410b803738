package org.mcpoauth.cdi.config;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import org.mcpoauth.cdi.identity.MicroProfileJwt;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;

/** Reads what a token must look like, and how long keys and judgements are kept. */
final class TokenSettings {
    private TokenSettings() {}

    static void read(Settings settings, ResourceServerConfiguration.Builder builder) {
        settings.list(ConfigurationKey.RESOURCE_AUDIENCES).ifPresent(builder::audiences);
        settings.choice(ConfigurationKey.RESOURCE_VERIFIER, TokenForm.class).ifPresent(form -> form(form, builder));
        builder.token(rules(settings)).keySetCaching(keySets(settings)).tokenCache(cache(settings));
    }

    private static void form(TokenForm form, ResourceServerConfiguration.Builder builder) {
        builder.form(form);
        if (form == TokenForm.CONTAINER) {
            MicroProfileJwt.containerTokens().ifPresent(builder::containerTokens);
        }
    }

    private static TokenRules rules(Settings settings) {
        Group<TokenRules> rules = settings.group(Role.RESOURCE_SERVER, TokenRules.DEFAULT);
        rules.with(
                settings.list(ConfigurationKey.RESOURCE_TOKEN_ALGORITHMS).map(LinkedHashSet::new),
                TokenRules::withAlgorithms);
        rules.with(
                settings.choice(ConfigurationKey.RESOURCE_TOKEN_PROFILE, TokenProfile.class), TokenRules::withProfile);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_TOKEN_CLOCK_SKEW), TokenRules::withClockSkew);
        rules.with(settings.duration(ConfigurationKey.RESOURCE_TOKEN_MAX_AGE), TokenRules::withMaxAge);
        rules.with(
                settings.list(ConfigurationKey.RESOURCE_TOKEN_REQUIRED_CLAIMS).map(LinkedHashSet::new),
                TokenRules::withRequiredClaims);
        return rules.value();
    }

    private static KeySetCaching keySets(Settings settings) {
        KeySetCaching defaults = KeySetCaching.DEFAULT;
        return settings.whole(
                Role.RESOURCE_SERVER,
                defaults,
                () -> new KeySetCaching(
                        settings.duration(ConfigurationKey.RESOURCE_JWKS_REFRESH_INTERVAL)
                                .orElse(defaults.refreshInterval()),
                        settings.duration(ConfigurationKey.RESOURCE_JWKS_FORCED_REFRESH_INTERVAL)
                                .orElse(defaults.forcedRefreshInterval()),
                        settings.duration(ConfigurationKey.RESOURCE_JWKS_RETAIN_ON_ERROR)
                                .orElse(defaults.retainOnError())));
    }

    private static TokenCacheLimits cache(Settings settings) {
        Optional<Integer> size = settings.number(ConfigurationKey.RESOURCE_TOKEN_CACHE_SIZE);
        Optional<Duration> ttl = settings.duration(ConfigurationKey.RESOURCE_TOKEN_CACHE_TTL);
        TokenCacheLimits defaults = TokenCacheLimits.DEFAULT;
        return settings.whole(
                Role.RESOURCE_SERVER,
                defaults,
                () -> new TokenCacheLimits(size.orElse(defaults.size()), ttl.orElse(defaults.ttl())));
    }
}
