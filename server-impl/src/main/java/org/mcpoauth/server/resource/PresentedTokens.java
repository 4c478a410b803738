package org.mcpoauth.server.resource;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.server.proof.ResourceProofs;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.ContainerTokenSource;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.TokenForm;

/** Puts together what a verifier judges: the token of a request and what a judgement of it needs beside. */
final class PresentedTokens {
    private static final String ALLOWED = "/-._~!$&'()*+,;=:@";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String origin;
    private final String ownPath;
    private final URI ownUrl;
    private final ClientCertificateSource certificates;
    private final @Nullable ContainerTokenSource containerTokens;

    PresentedTokens(ResourceServerConfiguration configuration) {
        URI resource = configuration.resource().uri();
        this.origin = resource.getScheme() + "://" + resource.getRawAuthority();
        this.ownPath = resource.getRawPath();
        this.ownUrl = publicUrl(origin, ownPath);
        this.certificates = ResourceProofs.certificates(configuration.certificates());
        this.containerTokens = configuration.form() == TokenForm.CONTAINER ? configuration.containerTokens() : null;
    }

    PresentedToken of(GuardedRequest request, Credentials credentials) {
        return new PresentedToken(
                credentials.scheme(),
                credentials.token(),
                request.method(),
                publicUrl(request.rawPath()),
                request.headers().allValues("DPoP"),
                certificates.certificate(request),
                containerTokens == null ? null : containerTokens.token(request));
    }

    /** The origin is that of the configuration: headers of a request do not tell who we are. */
    private URI publicUrl(String rawPath) {
        return rawPath.equals(ownPath) ? ownUrl : publicUrl(origin, rawPath);
    }

    private static URI publicUrl(String origin, String rawPath) {
        // what follows the origin must not become a part of it
        String slash = rawPath.startsWith("/") ? "" : "/";
        return URI.create(origin + slash + encoded(rawPath));
    }

    /** A path that a server lets through need not be one of RFC 3986, section 3.3: the rest is encoded. */
    private static String encoded(String rawPath) {
        byte[] octets = rawPath.getBytes(StandardCharsets.UTF_8);
        StringBuilder path = new StringBuilder(octets.length);
        for (int i = 0; i < octets.length; i++) {
            char c = (char) (octets[i] & 0xff);
            if (isAllowed(c) || (c == '%' && isEncoding(octets, i))) {
                path.append(c);
            } else {
                HEX.toHexDigits(path.append('%'), octets[i]);
            }
        }
        return path.toString();
    }

    private static boolean isAllowed(char c) {
        boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return isLetter || (c >= '0' && c <= '9') || ALLOWED.indexOf(c) >= 0;
    }

    private static boolean isEncoding(byte[] octets, int at) {
        return at + 2 < octets.length && HexFormat.isHexDigit(octets[at + 1]) && HexFormat.isHexDigit(octets[at + 2]);
    }
}
