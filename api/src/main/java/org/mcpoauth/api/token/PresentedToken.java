package org.mcpoauth.api.token;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * An access token as a request presented it, with what the proof of possession is judged by and what the
 * container knows of it.
 *
 * @param scheme the scheme of the {@code Authorization} header
 * @param token the token
 * @param method the HTTP method of the request, for {@code htm} (RFC 9449, section 4.3)
 * @param url the public URL of the request without query and fragment, for {@code htu}
 * @param dpopProofs the values of all {@code DPoP} header lines; more than one is refused by verifiers
 * @param clientCertificate the certificate of the TLS client, or {@code null} when there is none
 * @param containerToken the token by which the container has authenticated the caller of this request
 *     itself, or {@code null} when it has not, or nobody asked; never taken from the request alone
 */
public record PresentedToken(
        Scheme scheme,
        Secret token,
        String method,
        URI url,
        List<String> dpopProofs,
        @Nullable X509Certificate clientCertificate,
        @Nullable Secret containerToken) {

    /** How the token was presented. */
    public enum Scheme {
        /** RFC 6750, section 2.1. */
        BEARER,
        /** RFC 9449, section 7.1. */
        DPOP
    }

    /** Checks that nothing is missing and copies the proofs. */
    public PresentedToken {
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        dpopProofs = List.copyOf(dpopProofs);
    }

    /**
     * A token of a request whose container was not asked.
     *
     * @param scheme the scheme of the {@code Authorization} header
     * @param token the token
     * @param method the HTTP method of the request
     * @param url the public URL of the request without query and fragment
     * @param dpopProofs the values of all {@code DPoP} header lines
     * @param clientCertificate the certificate of the TLS client, or {@code null} when there is none
     */
    public PresentedToken(
            Scheme scheme,
            Secret token,
            String method,
            URI url,
            List<String> dpopProofs,
            @Nullable X509Certificate clientCertificate) {
        this(scheme, token, method, url, dpopProofs, clientCertificate, null);
    }

    /**
     * A bearer token of a request without certificate.
     *
     * @param token the text of the token
     * @param method the HTTP method of the request
     * @param url the public URL of the request without query and fragment
     * @return the presented token
     * @throws IllegalArgumentException if the token is empty
     */
    public static PresentedToken bearer(String token, String method, URI url) {
        return new PresentedToken(Scheme.BEARER, Secret.of(token), method, url, List.of(), null);
    }
}
