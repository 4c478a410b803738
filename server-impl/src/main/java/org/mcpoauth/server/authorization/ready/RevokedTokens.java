package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.Instant;
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
        Instant now = clock.instant();
        StateKey key = client(clientId);
        while (!isMarked(key, RemovedClient.at(now, now.plus(lifetime)), lifetime)) {
            // another mark came or went in between
            Thread.onSpinWait();
        }
    }

    /** Of two marks the one that ends later stays, unless its client came back. */
    private boolean isMarked(StateKey key, RemovedClient mark, Duration lifetime) {
        if (store.putIfAbsent(key, mark.entry(), lifetime)) {
            return true;
        }
        Optional<String> known = store.get(key).map(StateEntry::value);
        return known.isPresent()
                && (RemovedClient.parse(known.get()).covers(mark)
                        || store.compareAndSet(key, known.get(), mark.entry(), lifetime));
    }

    /** Lets the access tokens count that a client gets from now on. */
    void restore(String clientId) {
        StateKey key = client(clientId);
        Optional<String> known = store.get(key).map(StateEntry::value);
        while (known.isPresent() && !isRestored(key, known.get())) {
            known = store.get(key).map(StateEntry::value);
        }
    }

    private boolean isRestored(StateKey key, String known) {
        RemovedClient mark = RemovedClient.parse(known);
        Instant now = clock.instant();
        Duration left = Duration.between(now, mark.end());
        boolean isOver = left.isNegative() || left.isZero();
        return isOver
                || mark.isBack()
                || store.compareAndSet(key, known, mark.back(now).entry(), left);
    }

    boolean containsAll(String clientId) {
        return store.get(client(clientId)).isPresent();
    }

    /** Whether a token is one of those that ended with their client. */
    boolean containsAllWith(ReadyAccessToken token) {
        return store.get(client(token.clientId()))
                .filter(mark -> RemovedClient.parse(mark.value()).isEnded(token))
                .isPresent();
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
