package org.mcpoauth.server.resource;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;

/**
 * The keys that protect {@code requestState}.
 *
 * @param ring the first key seals, all open, so that a key can be retired after the time to live of the states it
 *     sealed
 * @param isOfProcess whether the key ends with the process
 */
record RequestStateKeys(SealingKeys ring, boolean isOfProcess) {
    private static final String PURPOSE = "request-state";

    static RequestStateKeys of(List<Secret> secrets, RandomIds random) {
        return secrets.isEmpty()
                ? new RequestStateKeys(SealingKeys.ofProcess(PURPOSE, random), true)
                : new RequestStateKeys(SealingKeys.of(secrets, PURPOSE, "request-state.keys", random), false);
    }
}
