package org.mcpoauth.server.token;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;

/** Finds the keys of one issuer that may have signed a token. */
@FunctionalInterface
public interface KeyCandidates {

    /**
     * The keys that may have signed a token.
     *
     * @return perhaps empty
     * @throws org.mcpoauth.api.error.TransportException if no key set can be had now
     */
    List<VerificationKey> candidates(@Nullable String keyId, JwsAlgorithm algorithm);

    /**
     * Has something done whenever a key goes, after it is no longer given, and after what was asked for before. To be said
     * before use.
     *
     * @param action what to do, such as forgetting the tokens that the key had signed
     */
    default void whenKeysGo(Runnable action) {}

    /**
     * Looks whether a key went that would else be missed until the next token is judged. Asked before a remembered token
     * counts: it answers at once.
     */
    default void look() {}

    /** Whether there are keys now; they are fetched as for a token if they are missing. */
    default boolean areThere() {
        return true;
    }
}
