package org.mcpoauth.cdi.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.ClientAuthentication.AssertionOptions;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.IntrospectionRules.ResponseForm;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.resource.TrustedIssuer;

/** Reads how an authorization server is asked about tokens (RFC 7662). */
final class IntrospectionSettings {
    private static final int CACHE_SIZE = 10_000;

    private final Settings settings;

    private IntrospectionSettings(Settings settings) {
        this.settings = settings;
    }

    /** How a resource authenticates at the introspection endpoint. */
    private enum Method {
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST,
        CLIENT_SECRET_JWT,
        PRIVATE_KEY_JWT,
        TLS_CLIENT_AUTH,
        SELF_SIGNED_TLS_CLIENT_AUTH
    }

    /** The rules, {@code null} where nobody is asked. */
    static @Nullable IntrospectionRules read(Settings settings, List<TrustedIssuer> issuers) {
        return new IntrospectionSettings(settings).rules(issuers).orElse(null);
    }

    private Optional<IntrospectionRules> rules(List<TrustedIssuer> issuers) {
        Optional<String> clientId = settings.text(ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_ID);
        if (clientId.isEmpty()
                && settings.find(ConfigurationKey.RESOURCE_INTROSPECTION_URL).isPresent()) {
            settings.missing(ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_ID);
        }
        Optional<Issuer> issuer = settings.parsed(ConfigurationKey.RESOURCE_INTROSPECTION_ISSUER, Issuer::of)
                .or(() -> issuers.stream().map(TrustedIssuer::issuer).findFirst());
        return clientId.flatMap(id -> issuer.flatMap(
                server -> authentication().map(method -> detailed(IntrospectionRules.of(server, id, method)))));
    }

    private IntrospectionRules detailed(IntrospectionRules rules) {
        Group<IntrospectionRules> group = settings.group(Role.RESOURCE_SERVER, rules);
        group.with(settings.url(ConfigurationKey.RESOURCE_INTROSPECTION_URL), IntrospectionRules::withUrl);
        group.with(
                settings.choice(ConfigurationKey.RESOURCE_INTROSPECTION_RESPONSE, ResponseForm.class),
                IntrospectionRules::withResponse);
        group.with(
                settings.number(ConfigurationKey.RESOURCE_INTROSPECTION_MAX_CONCURRENT),
                IntrospectionRules::withMaxConcurrent);
        group.with(cache(), (all, limits) -> all.withCache(limits.size(), limits.ttl()));
        return group.value();
    }

    /** Off unless there is a time. */
    private Optional<TokenCacheLimits> cache() {
        int size = settings.number(ConfigurationKey.RESOURCE_INTROSPECTION_CACHE_SIZE)
                .orElse(CACHE_SIZE);
        return settings.duration(ConfigurationKey.RESOURCE_INTROSPECTION_CACHE_TTL)
                .filter(ttl -> !ttl.isZero())
                .flatMap(ttl -> limits(size, ttl));
    }

    /** These limits have keys of their own here. */
    private Optional<TokenCacheLimits> limits(int size, Duration ttl) {
        try {
            return Optional.of(new TokenCacheLimits(size, ttl));
        } catch (ConfigurationException e) {
            ConfigurationKey key = ttl.isNegative()
                    ? ConfigurationKey.RESOURCE_INTROSPECTION_CACHE_TTL
                    : ConfigurationKey.RESOURCE_INTROSPECTION_CACHE_SIZE;
            settings.problem(key, FullKeys.withoutKey(e));
            return Optional.empty();
        }
    }

    private Optional<Changing<ClientAuthentication>> authentication() {
        Optional<Changing<SigningKey>> key = ClientKeys.OF_INTROSPECTION.read(settings);
        Method method = settings.choice(ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_AUTH_METHOD, Method.class)
                .orElse(key.isPresent() ? Method.PRIVATE_KEY_JWT : Method.CLIENT_SECRET_BASIC);
        return switch (method) {
            case CLIENT_SECRET_BASIC -> with(secret(), ClientAuthentication.ClientSecretBasic::new);
            case CLIENT_SECRET_POST -> with(secret(), ClientAuthentication.ClientSecretPost::new);
            case CLIENT_SECRET_JWT ->
                with(
                        secret(),
                        secret -> new ClientAuthentication.ClientSecretJwt(secret, "HS256", AssertionOptions.DEFAULT));
            case PRIVATE_KEY_JWT ->
                with(
                        required(key, ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_KEY),
                        signing -> new ClientAuthentication.PrivateKeyJwt(signing, AssertionOptions.DEFAULT));
            case TLS_CLIENT_AUTH -> Optional.of(Changing.of(new ClientAuthentication.TlsClient(false)));
            case SELF_SIGNED_TLS_CLIENT_AUTH -> Optional.of(Changing.of(new ClientAuthentication.TlsClient(true)));
        };
    }

    private static <T> Optional<Changing<ClientAuthentication>> with(
            Optional<Changing<T>> credential, Function<T, ClientAuthentication> method) {
        return credential.map(given -> given.map(method));
    }

    private Optional<Changing<Secret>> secret() {
        return required(
                settings.changing(
                        ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_SECRET,
                        ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_SECRET_FILE,
                        Secret::of),
                ConfigurationKey.RESOURCE_INTROSPECTION_CLIENT_SECRET);
    }

    private <T> Optional<T> required(Optional<T> value, ConfigurationKey key) {
        if (value.isEmpty()) {
            settings.problem(key, "is missing or not usable; the client authentication needs it");
        }
        return value;
    }
}
