package org.mcpoauth.spi.key;

import java.util.List;
import org.mcpoauth.api.client.SigningKey;

/**
 * The keys of an authorization server, or the pinned keys of an issuer. Asked for every signature, every request for the
 * key set, and whenever the algorithms of the server are told or judged: for its metadata, registrations and what a
 * client demands. So it answers at once, with equal keys as long as they are the same; safe for use by several threads.
 *
 * <p>A failure, whatever it is, is logged, and that of the request that needs a key: 503 at the endpoints of tokens, where
 * it uses nothing up, and for the key set. Metadata go on with the algorithms of before. At the start of a server it stops
 * the start.
 */
public interface KeySource {

    /**
     * The key to sign with now.
     *
     * @return a key with a key id
     * @throws org.mcpoauth.api.error.ConfigurationException if this source can only verify
     * @throws org.mcpoauth.api.error.StorageException if the key cannot be had now
     */
    SigningKey signingKey();

    /**
     * All keys that verify: the current one, those still in use for tokens of the past, and those about
     * to be used.
     *
     * @return the keys; their order means nothing
     * @throws org.mcpoauth.api.error.StorageException if they cannot be had now
     */
    List<VerificationKey> verificationKeys();
}
