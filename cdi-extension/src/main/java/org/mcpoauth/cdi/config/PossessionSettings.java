package org.mcpoauth.cdi.config;

import java.util.LinkedHashSet;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.http.AddressRange;

/** Reads how tokens are taken that are bound to a key of the client (RFC 9449; RFC 8705). */
final class PossessionSettings {
    private PossessionSettings() {}

    static DpopPolicy dpop(Settings settings) {
        Group<DpopPolicy> policy = settings.group(Role.RESOURCE_SERVER, DpopPolicy.DEFAULT);
        policy.with(settings.choice(ConfigurationKey.RESOURCE_DPOP, Use.class), DpopPolicy::withUse);
        policy.with(settings.flag(ConfigurationKey.RESOURCE_DPOP_NONCE), DpopPolicy::withNonceRequired);
        policy.with(
                settings.secrets(
                        ConfigurationKey.RESOURCE_DPOP_NONCE_KEYS, ConfigurationKey.RESOURCE_DPOP_NONCE_KEYS_FILE),
                DpopPolicy::withNonceKeys);
        policy.with(settings.duration(ConfigurationKey.RESOURCE_DPOP_PROOF_MAX_AGE), DpopPolicy::withProofMaxAge);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_DPOP_ALGORITHMS).map(LinkedHashSet::new),
                DpopPolicy::withAlgorithms);
        return policy.value();
    }

    static CertificatePolicy certificates(Settings settings) {
        Group<CertificatePolicy> policy = settings.group(Role.RESOURCE_SERVER, CertificatePolicy.DEFAULT);
        policy.with(settings.choice(ConfigurationKey.RESOURCE_MTLS_BOUND, Use.class), CertificatePolicy::withUse);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_MTLS_TRUSTED_PROXIES, PossessionSettings::addressBlock),
                CertificatePolicy::withTrustedProxies);
        return policy.value();
    }

    /** The text, once it is known to be one. */
    private static String addressBlock(String text) {
        AddressRange.parse(text);
        return text;
    }
}
