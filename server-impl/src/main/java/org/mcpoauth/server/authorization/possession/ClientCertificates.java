package org.mcpoauth.server.authorization.possession;

import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.proof.ResourceProofs;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.resource.CertificatePolicy;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.GuardedRequest;

/** Tells with which TLS certificate a client called an endpoint. Thread-safe. */
public final class ClientCertificates {
    private final ClientCertificateSource source;

    /**
     * Takes certificates from where a policy says.
     *
     * @param policy the connection, trusted proxies, or a source
     */
    public ClientCertificates(CertificatePolicy policy) {
        this.source = ResourceProofs.source(policy);
    }

    /**
     * The certificate of a request.
     *
     * @param request the request
     * @return the certificate, or {@code null} when there is none that can be believed
     */
    public @Nullable X509Certificate of(EndpointRequest request) {
        return source.certificate(new GuardedRequest(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                request.headers(),
                maxBytes -> request.body().length > maxBytes ? null : request.body(),
                request.clientCertificate(),
                request.remoteAddress(),
                request::caller));
    }
}
