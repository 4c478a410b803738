package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.Objects;

/**
 * How a resource takes tokens that are bound to a TLS client certificate (RFC 8705, section 3). Immutable.
 *
 * @param use whether they are taken
 * @param trustedProxies the address blocks, such as {@code 10.1.0.0/16}, of proxies whose header {@code
 *     Client-Cert} (RFC 9440) is believed; empty for none
 */
public record CertificatePolicy(Use use, List<String> trustedProxies) {
    /** Accepted; certificates of the TLS connection only. */
    public static final CertificatePolicy DEFAULT = new CertificatePolicy(Use.ACCEPT, List.of());

    /** Checks and copies the components. */
    public CertificatePolicy {
        Objects.requireNonNull(use, "use");
        trustedProxies = List.copyOf(trustedProxies);
    }

    /**
     * The same with another use.
     *
     * @param value whether certificate-bound tokens are taken
     * @return a new value
     */
    public CertificatePolicy withUse(Use value) {
        return new CertificatePolicy(value, trustedProxies);
    }

    /**
     * The same with other trusted proxies.
     *
     * @param values address blocks; empty for none
     * @return a new value
     */
    public CertificatePolicy withTrustedProxies(List<String> values) {
        return new CertificatePolicy(use, values);
    }
}
