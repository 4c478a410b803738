package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** Access tokens without a grant that were revoked before their end (RFC 7009), until that end. */
final class RevokedTokens {
    private static final String NAMESPACE = "revoked-token";
    private static final StateEntry REVOKED = StateEntry.of("revoked");

    private final StateStore store;
    private final InstantSource clock;

    RevokedTokens(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void add(ReadyAccessToken token) {
        Duration left = Duration.between(clock.instant(), token.expiresAt());
        if (!left.isNegative() && !left.isZero()) {
            store.putIfAbsent(key(token), REVOKED, left);
        }
    }

    boolean contains(ReadyAccessToken token) {
        return store.get(key(token)).isPresent();
    }

    private static StateKey key(ReadyAccessToken token) {
        return new StateKey(NAMESPACE, token.tokenId());
    }
}
