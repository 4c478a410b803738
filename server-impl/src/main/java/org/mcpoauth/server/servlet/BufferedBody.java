package org.mcpoauth.server.servlet;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.resource.GuardedRequest;

/**
 * The body of a request once it was read by the guard, and what the application sees in its place. Used by
 * the thread of its request.
 */
final class BufferedBody implements GuardedRequest.Body {
    private final HttpServletRequest request;
    private byte @Nullable [] bytes;
    private byte @Nullable [] replacement;
    private boolean isTooLarge;

    BufferedBody(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public byte @Nullable [] read(int maxBytes) {
        if (bytes == null && !isTooLarge) {
            fill(maxBytes);
        }
        return isTooLarge ? null : bytes;
    }

    /** The bytes for the application, {@code null} if the guard did not read them. */
    byte @Nullable [] bytes() {
        return replacement != null ? replacement : bytes;
    }

    void replace(byte[] changed) {
        replacement = changed;
    }

    private void fill(int maxBytes) {
        try {
            bytes = request.getInputStream().readNBytes(maxBytes);
            isTooLarge = request.getInputStream().read() >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException("the request body cannot be read", e);
        }
    }
}
