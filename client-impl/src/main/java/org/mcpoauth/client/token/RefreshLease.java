package org.mcpoauth.client.token;

import java.time.Duration;
import java.util.Optional;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * Says which node may use an owner's refresh token: servers that detect reuse take the whole grant away when
 * two nodes do (RFC 9700, section 4.14.2). A lease ends by itself when its holder dies.
 */
final class RefreshLease {
    /** Three times what a token request may take. */
    static final Duration LIFE = Duration.ofSeconds(15);

    /** A node that was stopped for longer after it asked for a lease does not rely on it. */
    static final Duration SAFE = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");

    private final StateStore store;
    private final RandomIds random;

    RefreshLease(StateStore store) {
        this.store = store;
        this.random = new RandomIds();
    }

    /** A lease that must be given back, empty if another node has it. */
    Optional<String> take(Owner owner) {
        String lease = random.next();
        return store.putIfAbsent(owner.refresh(), StateEntry.of(lease), LIFE) ? Optional.of(lease) : Optional.empty();
    }

    /** Gives a lease back. */
    void giveBack(Owner owner, String lease) {
        try {
            store.compareAndRemove(owner.refresh(), lease);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3143 a lease stays until its end", e);
        }
    }
}
