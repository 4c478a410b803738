package org.mcpoauth.server.proof;

import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * The request that a proof must be about (RFC 9449, section 4.3, checks 8, 9 and 12).
 *
 * @param method its HTTP method
 * @param url its public URL, taken from configuration and never from a header of the request
 * @param token the access token it carries, or {@code null} at a token endpoint
 * @param thumbprint the key that the proof must be made with, or {@code null} for any
 */
public record ExpectedProof(
        String method,
        URI url,
        @Nullable Secret token,
        @Nullable String thumbprint) {

    public ExpectedProof {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
    }

    /** A proof without access token, made with any key (RFC 9449, section 5). */
    public static ExpectedProof withoutToken(String method, URI url) {
        return new ExpectedProof(method, url, null, null);
    }

    boolean isKey(String presented) {
        return thumbprint == null || thumbprint.equals(presented);
    }
}
