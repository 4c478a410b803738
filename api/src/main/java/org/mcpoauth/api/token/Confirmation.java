package org.mcpoauth.api.token;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The key an access token is bound to (RFC 7800, section 3).
 *
 * @param jwkThumbprint {@code jkt}: the SHA-256 thumbprint of a DPoP key (RFC 9449, section 6.1), or
 *     {@code null}
 * @param certificateThumbprint {@code x5t#S256}: the SHA-256 thumbprint of a client certificate (RFC
 *     8705, section 3.1), or {@code null}
 */
public record Confirmation(
        @Nullable String jwkThumbprint, @Nullable String certificateThumbprint) implements Serializable {

    /**
     * Checks that the token is bound to something.
     *
     * @throws IllegalArgumentException if both parts are missing
     */
    public Confirmation {
        if (jwkThumbprint == null && certificateThumbprint == null) {
            throw new IllegalArgumentException("a confirmation names a key");
        }
    }
}
