package org.mcpoauth.server.proof;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * The request that a proof must be about (RFC 9449, section 4.3, checks 8, 9 and 12).
 *
 * @param method its HTTP method
 * @param urls its public URL, taken from configuration and never from a header of the request; several for an
 *     endpoint that has one for mutual TLS too (RFC 8705, section 5)
 * @param token the access token it carries, or {@code null} at a token endpoint
 * @param thumbprint the key that the proof must be made with, or {@code null} for any
 */
public record ExpectedProof(
        String method,
        List<URI> urls,
        @Nullable Secret token,
        @Nullable String thumbprint) {

    public ExpectedProof {
        Objects.requireNonNull(method, "method");
        urls = List.copyOf(urls);
    }

    /** A proof for a request to the only URL of a resource. */
    public ExpectedProof(String method, URI url, @Nullable Secret token, @Nullable String thumbprint) {
        this(method, List.of(url), token, thumbprint);
    }

    /** A proof without access token, made with any key (RFC 9449, section 5). */
    public static ExpectedProof withoutToken(String method, List<URI> urls) {
        return new ExpectedProof(method, urls, null, null);
    }

    boolean isTarget(TargetUri target) throws MalformedException {
        for (URI url : urls) {
            if (TargetUri.of(url).equals(target)) {
                return true;
            }
        }
        return false;
    }

    boolean isKey(String presented) {
        return thumbprint == null || thumbprint.equals(presented);
    }
}
