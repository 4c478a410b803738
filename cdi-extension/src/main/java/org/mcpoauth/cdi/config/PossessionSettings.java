package org.mcpoauth.cdi.config;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.ClientAssertionRules;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.support.http.AddressRange;

/** Reads how tokens are taken and issued that are bound to a key of the client (RFC 9449; RFC 8705). */
final class PossessionSettings {
    private static final DpopKeys OF_RESOURCE = new DpopKeys(
            ConfigurationKey.RESOURCE_DPOP,
            ConfigurationKey.RESOURCE_DPOP_NONCE,
            ConfigurationKey.RESOURCE_DPOP_NONCE_KEYS,
            ConfigurationKey.RESOURCE_DPOP_NONCE_KEYS_FILE,
            ConfigurationKey.RESOURCE_DPOP_PROOF_MAX_AGE,
            ConfigurationKey.RESOURCE_DPOP_ALGORITHMS);
    private static final DpopKeys OF_ISSUER = new DpopKeys(
            ConfigurationKey.AS_DPOP,
            ConfigurationKey.AS_DPOP_NONCE,
            ConfigurationKey.AS_DPOP_NONCE_KEYS,
            ConfigurationKey.AS_DPOP_NONCE_KEYS_FILE,
            ConfigurationKey.AS_DPOP_PROOF_MAX_AGE,
            ConfigurationKey.AS_DPOP_ALGORITHMS);

    private PossessionSettings() {}

    static DpopPolicy dpop(Settings settings) {
        return OF_RESOURCE.read(settings, settings.group(Role.RESOURCE_SERVER, DpopPolicy.DEFAULT));
    }

    /** How an authorization server binds tokens to DPoP keys. */
    static DpopPolicy issuedDpop(Settings settings) {
        return OF_ISSUER.read(settings, settings.group(Role.AUTHORIZATION_SERVER, DpopPolicy.WITH_NONCES));
    }

    static CertificatePolicy certificates(Settings settings) {
        Group<CertificatePolicy> policy = settings.group(Role.RESOURCE_SERVER, CertificatePolicy.DEFAULT);
        policy.with(settings.choice(ConfigurationKey.RESOURCE_MTLS_BOUND, Use.class), CertificatePolicy::withUse);
        policy.with(
                settings.list(ConfigurationKey.RESOURCE_MTLS_TRUSTED_PROXIES, PossessionSettings::addressBlock),
                CertificatePolicy::withTrustedProxies);
        return policy.value();
    }

    /** How an authorization server takes certificates. */
    static MutualTls mutualTls(Settings settings) {
        Group<MutualTls> mutualTls = settings.group(Role.AUTHORIZATION_SERVER, MutualTls.DEFAULT);
        mutualTls.with(
                settings.choice(ConfigurationKey.AS_MTLS_BOUND, Use.class),
                (all, use) -> all.withCertificates(all.certificates().withUse(use)));
        mutualTls.with(
                settings.list(ConfigurationKey.AS_MTLS_TRUSTED_PROXIES, PossessionSettings::addressBlock),
                (all, proxies) -> all.withCertificates(all.certificates().withTrustedProxies(proxies)));
        mutualTls.with(
                settings.changingFile(ConfigurationKey.AS_MTLS_TRUST_ANCHORS_FILE, PossessionSettings::certificatesIn),
                MutualTls::withTrustAnchors);
        mutualTls.with(settings.url(ConfigurationKey.AS_MTLS_BASE_URL), MutualTls::withBaseUrl);
        return mutualTls.value();
    }

    /** How an authorization server checks the assertions of clients. */
    static ClientAssertionRules clientAssertions(Settings settings) {
        Group<ClientAssertionRules> rules = settings.group(Role.AUTHORIZATION_SERVER, ClientAssertionRules.DEFAULT);
        rules.with(
                settings.changingSecrets(
                        ConfigurationKey.AS_CLIENT_SECRET_KEYS,
                        ConfigurationKey.AS_CLIENT_SECRET_KEYS_FILE,
                        ClientAssertionRules.DEFAULT::withSecretKeys),
                ClientAssertionRules::withSecretKeys);
        rules.with(
                settings.flag(ConfigurationKey.AS_TOKEN_ENDPOINT_AUDIENCE),
                ClientAssertionRules::withTokenEndpointAudience);
        return rules.value();
    }

    /** The keys of the configuration that one role has for DPoP. */
    private record DpopKeys(
            ConfigurationKey use,
            ConfigurationKey nonce,
            ConfigurationKey nonceKeys,
            ConfigurationKey nonceKeysFile,
            ConfigurationKey proofMaxAge,
            ConfigurationKey algorithms) {

        DpopPolicy read(Settings settings, Group<DpopPolicy> policy) {
            policy.with(settings.choice(use, Use.class), DpopPolicy::withUse);
            policy.with(settings.flag(nonce), DpopPolicy::withNonceRequired);
            policy.with(
                    settings.changingSecrets(nonceKeys, nonceKeysFile, DpopPolicy.DEFAULT::withNonceKeys),
                    DpopPolicy::withNonceKeys);
            policy.with(settings.duration(proofMaxAge), DpopPolicy::withProofMaxAge);
            policy.with(settings.list(algorithms).map(LinkedHashSet::new), DpopPolicy::withAlgorithms);
            return policy.value();
        }
    }

    /** The text, once it is known to be one. */
    private static String addressBlock(String text) {
        AddressRange.parse(text);
        return text;
    }

    private static List<X509Certificate> certificatesIn(String text) {
        byte[] pem = text.getBytes(StandardCharsets.US_ASCII);
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException("the file has a certificate that cannot be read", e);
        }
        throw new IllegalArgumentException("the file has no certificate");
    }
}
