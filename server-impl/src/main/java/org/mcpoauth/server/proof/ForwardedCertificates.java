package org.mcpoauth.server.proof;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.http.AddressRange;

/**
 * Takes client certificates from the header {@code Client-Cert} of trusted proxies (RFC 9440). From a
 * proxy nothing else counts, since the certificate of its connection is its own; from everybody else the
 * header does not count. Where the peer is unknown it may be a proxy, so nothing counts. A header that is
 * repeated, malformed or too long is as good as no certificate.
 */
public final class ForwardedCertificates implements ClientCertificateSource {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.proof");
    private static final String HEADER = "Client-Cert";
    private static final int MAX_LENGTH = 16 << 10;

    private final List<AddressRange> proxies;

    /**
     * Trusts proxies.
     *
     * @param proxies the address blocks they are in
     */
    public ForwardedCertificates(List<AddressRange> proxies) {
        this.proxies = List.copyOf(proxies);
    }

    @Override
    public @Nullable X509Certificate certificate(GuardedRequest request) {
        String peer = request.remoteAddress();
        if (peer == null) {
            return null;
        }
        boolean isProxy = proxies.stream().anyMatch(block -> block.contains(peer));
        return isProxy ? forwarded(request.headers().allValues(HEADER)) : request.clientCertificate();
    }

    private static @Nullable X509Certificate forwarded(List<String> lines) {
        if (lines.isEmpty()) {
            return null;
        }
        try {
            return parse(lines);
        } catch (MalformedException | CertificateException e) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4705 a trusted proxy sent a Client-Cert that is none");
            return null;
        }
    }

    /** RFC 9440, section 2.2: one structured field item that is a byte sequence, DER inside. */
    private static X509Certificate parse(List<String> lines) throws MalformedException, CertificateException {
        String line = lines.get(0);
        boolean isItem = lines.size() == 1
                && line.length() > 2
                && line.length() <= MAX_LENGTH
                && line.charAt(0) == ':'
                && line.charAt(line.length() - 1) == ':';
        if (!isItem) {
            throw new MalformedException(Fault.SYNTAX, "not one byte sequence");
        }
        byte[] der = Base64Url.decodeStandard(line.substring(1, line.length() - 1));
        Certificate certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        // what the factory tolerates around a certificate, such as PEM or more bytes behind it, is not DER
        if (!(certificate instanceof X509Certificate x509) || !Arrays.equals(x509.getEncoded(), der)) {
            throw new MalformedException(Fault.SYNTAX, "not the DER of one certificate");
        }
        return x509;
    }
}
