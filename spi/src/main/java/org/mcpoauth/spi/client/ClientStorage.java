package org.mcpoauth.spi.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateStore;

/**
 * Where a client keeps its tokens, its registrations and what it discovered, and who may renew tokens.
 * Immutable; the text form shows nothing that is kept.
 *
 * @param store the store of this client, which whoever opened it closes; {@code null} for that of the runtime
 * @param refreshLock between whom the use of a refresh token is settled
 */
public record ClientStorage(@Nullable StateStore store, RefreshLock refreshLock) {

    /** Between whom it is settled who uses a refresh token, which servers may take once only (RFC 9700, section 4.14.2). */
    public enum RefreshLock {
        /** Between all processes that share the store. */
        STORE,
        /**
         * Within this process, which saves two writes to the store for each renewal. Right only where no other
         * process uses the store: two that do may lose the grant, as reuse of a refresh token ends it.
         */
        LOCAL
    }

    /** In the store of the runtime, settled between all processes that share it. */
    public static final ClientStorage DEFAULT = new ClientStorage(null, RefreshLock.STORE);

    /** Checks that nothing is missing. */
    public ClientStorage {
        Objects.requireNonNull(refreshLock, "refreshLock");
    }

    /**
     * The same in another store.
     *
     * @param value the store of this client, which is used as it is: keys of the runtime do not encrypt what it keeps
     *     ({@link org.mcpoauth.spi.StateStores} makes stores that do); or {@code null} for that of the runtime
     * @return a new value
     */
    public ClientStorage withStore(@Nullable StateStore value) {
        return new ClientStorage(value, refreshLock);
    }

    /**
     * The same with another lock.
     *
     * @param value between whom the use of a refresh token is settled
     * @return a new value
     */
    public ClientStorage withRefreshLock(RefreshLock value) {
        return new ClientStorage(store, value);
    }
}
