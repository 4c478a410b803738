package org.mcpoauth.cdi.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Reads whose tokens are accepted: a list of issuers, and issuers with rules of their own. */
final class IssuerSettings {
    private final Settings settings;
    private final Map<Issuer, TrustedIssuer> issuers = new LinkedHashMap<>();

    private IssuerSettings(Settings settings) {
        this.settings = settings;
    }

    /** In the order of the list, the ones that stand for themselves behind. */
    static List<TrustedIssuer> read(Settings settings) {
        IssuerSettings reader = new IssuerSettings(settings);
        reader.addListed();
        settings.parameters(ConfigurationKey.RESOURCE_ISSUER_URL).forEach(name -> reader.addOwn(settings.with(name)));
        reader.requireOne();
        reader.setOnlyKeySet();
        return List.copyOf(reader.issuers.values());
    }

    /** An application that issues tokens accepts its own unless it is told otherwise. */
    private void addListed() {
        settings.list(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS, Issuer::of)
                .orElseGet(this::ownServer)
                .forEach(this::addListed);
    }

    private void addListed(Issuer issuer) {
        if (issuers.put(issuer, TrustedIssuer.of(issuer)) != null) {
            settings.problem(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS, "names an issuer twice");
        }
    }

    private List<Issuer> ownServer() {
        boolean isAsked = settings.find(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS)
                        .isEmpty()
                && settings.parameters(ConfigurationKey.RESOURCE_ISSUER_URL).isEmpty()
                && AuthorizationServerConfigurations.isEnabled(settings);
        return isAsked
                ? settings.parsed(ConfigurationKey.AS_ISSUER, Issuer::of).stream()
                        .toList()
                : List.of();
    }

    private void addOwn(Settings one) {
        one.parsed(ConfigurationKey.RESOURCE_ISSUER_URL, Issuer::of)
                .ifPresent(issuer -> issuers.put(issuer, trusted(issuer, one)));
    }

    private static TrustedIssuer trusted(Issuer issuer, Settings one) {
        Group<TrustedIssuer> rules = one.group(Role.RESOURCE_SERVER, TrustedIssuer.of(issuer));
        rules.with(one.url(ConfigurationKey.RESOURCE_ISSUER_JWKS_URL), TrustedIssuer::withJwksUrl);
        rules.with(keys(one), TrustedIssuer::withKeys);
        rules.with(
                one.list(ConfigurationKey.RESOURCE_ISSUER_ALGORITHMS).map(LinkedHashSet::new),
                TrustedIssuer::withAlgorithms);
        rules.with(one.list(ConfigurationKey.RESOURCE_ISSUER_AUDIENCES), TrustedIssuer::withAudiences);
        return rules.value();
    }

    private void requireOne() {
        if (issuers.isEmpty()
                && settings.find(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS)
                        .isEmpty()) {
            settings.missing(ConfigurationKey.RESOURCE_AUTHORIZATION_SERVERS);
        }
    }

    /** The URL of a key set is for one issuer: several have a set each. */
    private void setOnlyKeySet() {
        settings.url(ConfigurationKey.RESOURCE_JWKS_URL).ifPresent(url -> {
            if (issuers.size() > 1) {
                settings.problem(
                        ConfigurationKey.RESOURCE_JWKS_URL,
                        "is for one issuer only; several have issuer.<name>.jwks-url");
            }
            issuers.replaceAll((issuer, trusted) -> trusted.keys().current().isEmpty() && trusted.jwksUrl() == null
                    ? trusted.withJwksUrl(url)
                    : trusted);
        });
    }

    private static Optional<Changing<List<VerificationKey>>> keys(Settings one) {
        return one.changingFile(ConfigurationKey.RESOURCE_ISSUER_KEYS_FILE, IssuerSettings::keySet);
    }

    /** The keys of a JWK Set, all of which must be usable. */
    static List<VerificationKey> keySet(String text) {
        try {
            JwkSet set = JwkSet.parse(StrictJson.create().readObject(text, JsonLimits.JWKS));
            List<VerificationKey> keys = set.keys().stream()
                    .map(IssuerSettings::forEachAlgorithm)
                    .flatMap(Collection::stream)
                    .toList();
            if (keys.isEmpty() || set.ignored() > 0) {
                throw new IllegalArgumentException("the file holds a key that is not usable, or none");
            }
            return keys;
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the file is no JWK Set (RFC 7517, section 5)", e);
        }
    }

    /** A key without {@code alg} is for all algorithms that fit its type (RFC 7517, section 4.4). */
    private static List<VerificationKey> forEachAlgorithm(org.mcpoauth.spi.support.jose.VerificationKey key) {
        String keyId = key.keyId() == null ? "" : key.keyId();
        return JwsAlgorithm.all().stream()
                .filter(key::fits)
                .map(algorithm -> new VerificationKey(key.publicKey(), keyId, algorithm.wireName()))
                .toList();
    }
}
