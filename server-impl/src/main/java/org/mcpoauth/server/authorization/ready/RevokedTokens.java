package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Access tokens without a grant that were revoked before their end (RFC 7009), and clients that were removed (RFC
 * 7592, section 2.3), until all their tokens are over.
 */
final class RevokedTokens {
    private static final String NAMESPACE = "revoked-token";
    private static final String CLIENTS = "deleted-client";
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

    /** All access tokens of a client, those included that are issued while this is done. */
    void addAll(String clientId, Duration lifetime) {
        long end = clock.instant().plus(lifetime).toEpochMilli();
        while (!isMarked(client(clientId), end, lifetime)) {
            // another mark came or went in between
            Thread.onSpinWait();
        }
    }

    /** Of two marks the one that ends later stays. */
    private boolean isMarked(StateKey key, long end, Duration lifetime) {
        StateEntry mark = StateEntry.of(Long.toString(end));
        if (store.putIfAbsent(key, mark, lifetime)) {
            return true;
        }
        Optional<String> known = store.get(key).map(StateEntry::value);
        return known.isPresent()
                && (Long.parseLong(known.get()) >= end || store.compareAndSet(key, known.get(), mark, lifetime));
    }

    boolean containsAll(String clientId) {
        return store.get(client(clientId)).isPresent();
    }

    boolean contains(ReadyAccessToken token) {
        return store.get(key(token)).isPresent();
    }

    private static StateKey client(String clientId) {
        return new StateKey(CLIENTS, Sha256.base64Url(clientId));
    }

    private static StateKey key(ReadyAccessToken token) {
        return new StateKey(NAMESPACE, token.tokenId());
    }
}
