package org.mcpoauth.server.authorization.client;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * Authenticates clients by their TLS certificates (RFC 8705, section 2). That the client holds the private key
 * was proved in the handshake. Thread-safe.
 */
public final class CertificateAuthentication {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");

    private final Changing<Set<TrustAnchor>> anchors;
    private final ClientKeys keys;
    private final InstantSource clock;

    /**
     * Makes the check.
     *
     * @param anchors who must have issued the certificates of {@code tls_client_auth}; by whom none is if it is empty
     * @param keys finds the keys of clients
     * @param clock tells whether a certificate is over
     */
    public CertificateAuthentication(Changing<List<X509Certificate>> anchors, ClientKeys keys, InstantSource clock) {
        this.anchors = anchors.map(all -> all.stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toUnmodifiableSet()));
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Whether a client can authenticate by {@code tls_client_auth}: whether it registered exactly one subject, and
     * one that can be compared (RFC 8705, section 2.1.2).
     *
     * @param metadata what it registers
     * @return {@code true} if it can
     */
    public static boolean isSubjectRegistered(ClientMetadata metadata) {
        return CertificateSubject.in(metadata).isPresent();
    }

    /** Whether a certificate authenticates a client by the method that it registered. */
    boolean accept(ClientMetadata metadata, X509Certificate certificate, EndpointRequest request) {
        boolean isSelfSigned =
                metadata.tokenEndpointAuthMethod().equals(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
        return isCurrent(certificate)
                && (isSelfSigned ? isRegistered(metadata, certificate, request) : isSubject(metadata, certificate));
    }

    private boolean isCurrent(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            return true;
        } catch (CertificateException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4542 the certificate of a client is over or not yet valid");
            return false;
        }
    }

    /** RFC 8705, section 2.1: the subject, issued by somebody who is trusted. */
    private boolean isSubject(ClientMetadata metadata, X509Certificate certificate) {
        boolean isNamed = CertificateSubject.in(metadata)
                .filter(subject -> subject.isOf(certificate))
                .isPresent();
        return isNamed && isIssued(certificate);
    }

    private boolean isIssued(X509Certificate certificate) {
        try {
            CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
            PKIXParameters parameters = new PKIXParameters(anchors.current());
            parameters.setDate(Date.from(clock.instant()));
            // revocation is asked for in the handshake, if at all: nothing is fetched here
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return true;
        } catch (GeneralSecurityException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4543 nobody trusted issued the certificate of a client");
            return false;
        }
    }

    /** RFC 8705, section 2.2: one of the keys that the client registered. */
    private boolean isRegistered(ClientMetadata metadata, X509Certificate certificate, EndpointRequest request) {
        try {
            String presented = thumbprint(certificate.getPublicKey());
            Predicate<JwkSet> holdsIt =
                    set -> set.keys().stream().anyMatch(key -> key.thumbprint().equals(presented));
            return holdsIt.test(keys.keys(metadata, holdsIt, request));
        } catch (MalformedException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4544 the certificate of a client has an unusable key");
            return false;
        }
    }

    private static String thumbprint(PublicKey key) throws MalformedException {
        return VerificationKey.of(key, null, null).thumbprint();
    }
}
