package org.mcpoauth.spi.server;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.Use;

/**
 * How an authorization server takes the TLS certificates of clients (RFC 8705). Immutable.
 *
 * <p>Clients authenticate with them where {@link ClientRules#authenticationMethods()} names {@code
 * tls_client_auth} or {@code self_signed_tls_client_auth}, whether or not tokens are bound to them. The handshake
 * is that of the server or of its proxy: whatever certificate comes from there counts as one whose private key
 * the client holds.
 *
 * @param certificates where certificates come from, and whether access tokens are bound to them: {@code ACCEPT}
 *     for clients that registered for it (section 3.4), {@code REQUIRED} for all
 * @param trustAnchors who must have issued a certificate for {@code tls_client_auth}, which is not offered
 *     without; intermediate authorities too, since a request brings no chain. Checked beside the handshake, which
 *     may let any certificate pass
 * @param baseUrl what stands in place of the issuer in the URLs of endpoints for mutual TLS (section 5), without
 *     a slash at its end; {@code null} for no such URLs
 */
public record MutualTls(
        CertificatePolicy certificates,
        Changing<List<X509Certificate>> trustAnchors,
        @Nullable URI baseUrl) {
    /** Tokens are not bound, certificates of the TLS connection, no further URLs. */
    public static final MutualTls DEFAULT =
            new MutualTls(CertificatePolicy.DEFAULT.withUse(Use.OFF), Changing.of(List.of()), null);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the base URL is not https, has a query or fragment, or ends with a slash
     */
    public MutualTls {
        Objects.requireNonNull(certificates, "certificates");
        Objects.requireNonNull(trustAnchors, "trustAnchors");
        if (baseUrl != null && !isBase(baseUrl)) {
            throw new ConfigurationException(
                    "mtls.base-url", "is an https URL without query, fragment and slash at its end");
        }
    }

    /**
     * The same with another value: where certificates come from, and whether access tokens are bound to them.
     *
     * @param value the new value
     * @return a new value
     */
    public MutualTls withCertificates(CertificatePolicy value) {
        return new MutualTls(value, trustAnchors, baseUrl);
    }

    /**
     * The same with another value: who must have issued a certificate for {@code tls_client_auth}.
     *
     * @param value the new value
     * @return a new value
     */
    public MutualTls withTrustAnchors(List<X509Certificate> value) {
        return withTrustAnchors(Changing.of(List.copyOf(value)));
    }

    /**
     * The same with authorities that may be exchanged.
     *
     * @param value gives who must have issued a certificate for {@code tls_client_auth}; never none once there were some
     * @return a new value
     */
    public MutualTls withTrustAnchors(Changing<List<X509Certificate>> value) {
        return new MutualTls(certificates, value, baseUrl);
    }

    /**
     * The same with another value: what stands in place of the issuer in the URLs of endpoints for mutual TLS.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public MutualTls withBaseUrl(@Nullable URI value) {
        return new MutualTls(certificates, trustAnchors, value);
    }

    private static boolean isBase(URI url) {
        return "https".equals(url.getScheme())
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && !url.toString().endsWith("/");
    }
}
