package org.mcpoauth.starter.store;

import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;

/** Keys of these tests. */
final class Rings {
    static final Secret OLD = Secret.of("old-".repeat(8));
    static final Secret NEW = Secret.of("new-".repeat(8));
    static final Changing<SealingKeys> FILE = ring("state-file", NEW);

    private Rings() {}

    static Changing<SealingKeys> ring(String purpose, Secret... secrets) {
        return Changing.of(SealingKeys.of(List.of(secrets), purpose, "store.keys", new RandomIds()));
    }
}
