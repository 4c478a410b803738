package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * How a resource takes tokens that are bound to a TLS client certificate (RFC 8705, section 3). Immutable.
 *
 * @param use whether they are taken
 * @param trustedProxies the address blocks, such as {@code 10.1.0.0/16}, of proxies whose header {@code
 *     Client-Cert} (RFC 9440) is believed; empty for none. For these nothing else is believed
 * @param source where certificates come from, such as the header of a proxy that does not follow RFC 9440;
 *     {@code null} for the TLS connection and the trusted proxies
 */
public record CertificatePolicy(
        Use use, List<String> trustedProxies, @Nullable ClientCertificateSource source) {
    /** Accepted; certificates of the TLS connection only. */
    public static final CertificatePolicy DEFAULT = new CertificatePolicy(Use.ACCEPT, List.of(), null);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if there are both a source and trusted proxies, which it would not ask
     */
    public CertificatePolicy {
        Objects.requireNonNull(use, "use");
        trustedProxies = List.copyOf(trustedProxies);
        if (source != null && !trustedProxies.isEmpty()) {
            throw new ConfigurationException("mtls-bound.trusted-proxies", "are not asked where a source is given");
        }
    }

    /**
     * The same with another use.
     *
     * @param value whether certificate-bound tokens are taken
     * @return a new value
     */
    public CertificatePolicy withUse(Use value) {
        return new CertificatePolicy(value, trustedProxies, source);
    }

    /**
     * The same with other proxies.
     *
     * @param values the address blocks of the proxies whose header {@code Client-Cert} is believed
     * @return a new value
     */
    public CertificatePolicy withTrustedProxies(List<String> values) {
        return new CertificatePolicy(use, values, source);
    }

    /**
     * The same with another source of certificates.
     *
     * @param value where certificates come from, or {@code null} for connection and proxies
     * @return a new value
     */
    public CertificatePolicy withSource(@Nullable ClientCertificateSource value) {
        return new CertificatePolicy(use, trustedProxies, value);
    }
}
