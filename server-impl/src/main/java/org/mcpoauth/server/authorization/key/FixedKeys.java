package org.mcpoauth.server.authorization.key;

import java.util.List;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;

/**
 * Keys that stay as they are.
 *
 * @param keys the keys
 */
record FixedKeys(HeldKeys keys) implements KeySource {

    @Override
    public SigningKey signingKey() {
        return keys.signing();
    }

    @Override
    public List<VerificationKey> verificationKeys() {
        return keys.verifying();
    }
}
