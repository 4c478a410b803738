package org.mcpoauth.spi.resource;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Tells with which certificate the client of a request authenticated itself in its TLS handshake, for
 * tokens that are bound to it (RFC 8705, section 3). Behind a proxy that ends TLS that is not the
 * certificate of the connection.
 *
 * <p>Asked for every request that presents a token; safe for use by several threads; does no I/O.
 */
@FunctionalInterface
public interface ClientCertificateSource {
    /** The certificate of the TLS connection. */
    ClientCertificateSource TLS = GuardedRequest::clientCertificate;

    /**
     * The certificate whose private key the client has proved to hold.
     *
     * @param request the request; a header is worth no more than the peer that it comes from, see {@link
     *     GuardedRequest#remoteAddress()}
     * @return the certificate, or {@code null} when there is none that can be believed
     */
    @Nullable
    X509Certificate certificate(GuardedRequest request);
}
