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
 * <p>One principal has a bounded part of the store, and those without a token have one together. What is
 * bound at the same moment is not counted yet, so that the bound may be exceeded by that many.
 */
final class StoredPrincipalBinder implements PrincipalBinder {
    private static final String NAMESPACE = "binding.";
    private static final int MAX_KIND = 32;
    private static final int MAX_HANDLE = 256;
    private static final int MAX_PAGE = 1000;
    private static final String ENDED = "ended";

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

    /** False if there is no question of room, since the handle exists already. */
    private boolean hasRoom(StateKey key, String holder) {
        if (held(key.namespace(), holder) < rules.maxPerPrincipal()) {
            return true;
        }
        if (store.get(key).isEmpty()) {
            throw new StorageException(FailureCode.STORE_FULL, "a principal has as many handles as it may", null);
        }
        return false;
    }

    /** Counts no further than the bound. */
    private int held(String namespace, String holder) {
        int held = 0;
        String from = null;
        do {
            int limit = Math.min(MAX_PAGE, rules.maxPerPrincipal() - held);
            StatePage page = store.scan(namespace, holder, from, limit);
            held += page.entries().size();
            from = page.next();
        } while (from != null && held < rules.maxPerPrincipal());
        return held;
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

    /** What has ended stays known for a while, so that nobody else is given a handle of the same name. */
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
        return new StateEntry(ENDED + entry.value().substring(entry.value().indexOf(' ')), entry.owner());
    }

    private static boolean isOwnedBy(StateEntry entry, BoundOwner caller) {
        return entry.value().startsWith(caller.digest() + " ");
    }

    private static Duration idle(StateEntry entry) {
        return Duration.ofMillis(
                Long.parseLong(entry.value().substring(entry.value().indexOf(' ') + 1)));
    }
}
