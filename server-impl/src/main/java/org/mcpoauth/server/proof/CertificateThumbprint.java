package org.mcpoauth.server.proof;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/** What binds a token to a client certificate: {@code x5t#S256} (RFC 8705, section 3.1). */
public final class CertificateThumbprint {
    private CertificateThumbprint() {}

    /** The thumbprint of a certificate; empty, which no token has, for one without encoding. */
    public static String of(X509Certificate certificate) {
        try {
            return Base64Url.encode(Sha256.digest(certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            return "";
        }
    }
}
