package org.mcpoauth.server.authorization.key;

import java.util.List;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;

/** Keys that may change where they are kept. */
record HeldKeySource(Changing<HeldKeys> held) implements KeySource {
    @Override
    public SigningKey signingKey() {
        return held.current().signing();
    }

    @Override
    public List<VerificationKey> verificationKeys() {
        return held.current().verifying();
    }
}
