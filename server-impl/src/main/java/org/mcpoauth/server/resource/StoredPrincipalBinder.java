package org.mcpoauth.server.resource;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.SessionBinding;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * Keeps owners of handles in the state store (MCP security best practices, "State Handle Hijacking").
 * The store holds a digest of the handle and a digest of its owner, so that reading it gives neither.
 *
 * <p>One principal has a bounded part of the store, and those without a token have one together: so many
 * handles, and twice as many with those that have ended and are still known. What is bound at the same moment is not
 * counted yet, so that the bound may be exceeded by that many.
 */
final class StoredPrincipalBinder implements PrincipalBinder {
    private static final String NAMESPACE = "binding.";
    private static final int MAX_KIND = 32;
    private static final int MAX_HANDLE = 256;
    private static final int MAX_PAGE = 1000;
    // in place of the digest of an owner, which is longer
    private static final String ENDED = "ended ";

    private final StateStore store;
    private final BindingRules rules;
    private final Audit audit;

    StoredPrincipalBinder(StateStore store, BindingRules rules, Audit audit) {
        this.store = store;
        this.rules = rules;
        this.audit = audit;
    }

    @Override
    public boolean bind(String kind, String handle, @Nullable TokenPrincipal owner, Duration idle) {
        return bind(kind, handle, new BoundOwner(owner, null), idle);
    }

    @Override
    public boolean isOwner(String kind, String handle, @Nullable TokenPrincipal caller) {
        return isOwner(kind, handle, new BoundOwner(caller, null));
    }

    @Override
    public boolean release(String kind, String handle, @Nullable TokenPrincipal caller) {
        return release(kind, handle, new BoundOwner(caller, null));
    }

    boolean bind(String kind, String handle, BoundOwner owner, Duration idle) {
        if (!isHandle(handle)) {
            throw new IllegalArgumentException("handle: not 1 to " + MAX_HANDLE + " characters");
        }
        if (rules.sessions() == SessionBinding.STRICT && !owner.isComplete()) {
            throw new TokenRejectedException(RejectionReason.PRINCIPAL);
        }
        StateKey key = key(kind, handle);
        boolean isBound = hasRoom(key, owner.holder()) && store.putIfAbsent(key, entry(owner, idle), idle);
        if (isBound) {
            audit.bound(kind, owner.principal());
        }
        return isBound;
    }

    /** Whether a caller owns a handle, which is neither used nor presented: nobody is told, nothing is renewed. */
    boolean holds(String kind, String handle, BoundOwner caller) {
        return isHandle(handle)
                && store.get(key(kind, handle))
                        .filter(entry -> isOwnedBy(entry, caller))
                        .isPresent();
    }

    /** False if there is no question of room, since the handle exists already. */
    private boolean hasRoom(StateKey key, String holder) {
        if (hasRoom(key.namespace(), holder)) {
            return true;
        }
        if (store.get(key).isEmpty()) {
            throw new StorageException(FailureCode.STORE_FULL, "a principal has as many handles as it may", null);
        }
        return false;
    }

    /** Reads no further than the bounds: live and ended handles together, since reading is what this costs. */
    private boolean hasRoom(String namespace, String holder) {
        int known = 0;
        int live = 0;
        String from = null;
        do {
            StatePage page = store.scan(namespace, holder, from, Math.min(MAX_PAGE, mostKnown() - known));
            known += page.entries().size();
            live += live(page);
            from = page.next();
        } while (from != null && known < mostKnown() && live < rules.maxPerPrincipal());
        return known < mostKnown() && live < rules.maxPerPrincipal();
    }

    private static int live(StatePage page) {
        int live = 0;
        for (StateEntry entry : page.entries().values()) {
            live += entry.value().startsWith(ENDED) ? 0 : 1;
        }
        return live;
    }

    private int mostKnown() {
        return 2 * rules.maxPerPrincipal();
    }

    boolean isOwner(String kind, String handle, BoundOwner caller) {
        return told(kind, caller, isHandle(handle) && renew(key(kind, handle), caller));
    }

    private boolean told(String kind, BoundOwner caller, boolean isOwner) {
        if (!isOwner) {
            audit.bindingRefused(kind, caller.principal());
        }
        return isOwner;
    }

    private boolean renew(StateKey key, BoundOwner caller) {
        Optional<StateEntry> bound = store.get(key).filter(entry -> isOwnedBy(entry, caller));
        return bound.isPresent() && store.compareAndSet(key, bound.get().value(), bound.get(), idle(bound.get()));
    }

    boolean release(String kind, String handle, BoundOwner caller) {
        return told(kind, caller, isHandle(handle) && end(key(kind, handle), caller));
    }

    /**
     * What has ended stays known for a while, so that nobody else is given a handle of the same name. It is no
     * longer counted as one in use, but as one that is known: the store is not filled by ending.
     */
    private boolean end(StateKey key, BoundOwner caller) {
        Optional<StateEntry> bound = store.get(key).filter(entry -> isOwnedBy(entry, caller));
        return bound.isPresent()
                && store.compareAndSet(key, bound.get().value(), ended(bound.get()), idle(bound.get()));
    }

    private static boolean isHandle(String handle) {
        return !handle.isEmpty() && handle.length() <= MAX_HANDLE;
    }

    private static StateKey key(String kind, String handle) {
        if (kind.isEmpty() || kind.length() > MAX_KIND || kind.indexOf('.') >= 0) {
            throw new IllegalArgumentException("kind: not 1 to " + MAX_KIND + " characters a-z 0-9 -");
        }
        return new StateKey(NAMESPACE + kind, Sha256.base64Url(handle));
    }

    /** The value is the owner and the idle time in milliseconds, which every use needs again. */
    private static StateEntry entry(BoundOwner owner, Duration idle) {
        return new StateEntry(owner.digest() + " " + idle.toMillis(), owner.holder());
    }

    private static StateEntry ended(StateEntry entry) {
        return new StateEntry(ENDED + entry.value().substring(entry.value().indexOf(' ') + 1), entry.owner());
    }

    private static boolean isOwnedBy(StateEntry entry, BoundOwner caller) {
        return entry.value().startsWith(caller.digest() + " ");
    }

    private static Duration idle(StateEntry entry) {
        return Duration.ofMillis(
                Long.parseLong(entry.value().substring(entry.value().indexOf(' ') + 1)));
    }
}
