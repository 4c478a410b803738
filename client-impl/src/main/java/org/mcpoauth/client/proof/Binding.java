package org.mcpoauth.client.proof;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.DPoPKey;

/**
 * What tokens are bound to.
 *
 * @param key the key, or {@code null} for bearer tokens
 * @param required whether a token that is not bound is of no use
 */
public record Binding(@Nullable ProofKey key, boolean required) {
    /** Bearer tokens. */
    public static final Binding NONE = new Binding(null, false);

    /** The key as the API has it, or {@code null}. */
    public @Nullable DPoPKey dpopKey() {
        return key == null ? null : key.key();
    }

    /** What {@code jkt} says, or {@code null} for bearer tokens. */
    public @Nullable String thumbprint() {
        return key == null ? null : key.thumbprint();
    }
}
