package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Bounds how many grants of one user last, since nobody else bounds what a user agrees to: a thousand, the newest ones.
 * One more ends the oldest, so that a user, or a client that keeps asking, fills no store and shuts nobody out. Grants
 * without refresh tokens end by themselves.
 */
final class UserGrants {
    private static final int MAX = 1000;
    private static final int MAX_LENGTH = MAX * (GrantIds.LENGTH + 1) - 1;
    private static final String NAMESPACE = "grants-of-user";
    private static final int ATTEMPTS = 100;

    private final StateStore store;
    private final Grants grants;
    private final Duration lifetime;

    UserGrants(StateStore store, Grants grants, TokenIssuance tokens) {
        this.store = store;
        this.grants = grants;
        this.lifetime = tokens.refreshTokenTtl();
    }

    /** Remembers a grant that is to last; ends the one that is too many before. */
    void add(ResourceOwner owner, String id) {
        StateKey key = new StateKey(NAMESPACE, Sha256.base64Url(owner.subject()));
        for (int i = 0; i < ATTEMPTS; i++) {
            Optional<String> before = store.get(key).map(StateEntry::value);
            String all = before.map(known -> known + " " + id).orElse(id);
            int kept = beginOfNewest(all);
            StateEntry after = StateEntry.of(all.substring(kept));
            end(all.substring(0, kept));
            boolean isWritten = before.isPresent()
                    ? store.compareAndSet(key, before.get(), after, lifetime)
                    : store.putIfAbsent(key, after, lifetime);
            if (isWritten) {
                return;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a user is granted too much at a time", null);
    }

    private void end(String ids) {
        for (String id : ids.split(" ", -1)) {
            if (!id.isEmpty()) {
                grants.revoke(id);
            }
        }
    }

    /** Looks at no other: the text of somebody who has many is long. */
    private static int beginOfNewest(String all) {
        int tooMany = all.length() - MAX_LENGTH;
        return tooMany <= 0 ? 0 : all.indexOf(' ', tooMany - 1) + 1;
    }
}
