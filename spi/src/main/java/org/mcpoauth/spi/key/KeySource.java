package org.mcpoauth.spi.key;

import java.util.List;
import org.mcpoauth.api.client.SigningKey;

/**
 * The keys of an authorization server, or the pinned keys of an issuer. Asked for every signature and
 * every key set request; safe for use by several threads.
 */
public interface KeySource {

    /**
     * The key to sign with now.
     *
     * @return a key with a key id
     * @throws org.mcpoauth.api.error.ConfigurationException if this source can only verify
     */
    SigningKey signingKey();

    /**
     * All keys that verify: the current one, those still in use for tokens of the past, and those about
     * to be used.
     *
     * @return the keys; their order means nothing
     */
    List<VerificationKey> verificationKeys();
}
