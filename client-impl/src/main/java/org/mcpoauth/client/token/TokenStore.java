package org.mcpoauth.client.token;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.proof.Possession;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keeps the tokens of each owner. Tokens take the place of those they came from and of no others, so that
 * nobody throws away what another caller or node has just obtained. What cannot be stored stays in memory,
 * where it wins over the stored tokens it came from, and is stored first of all at its next use: the server
 * may have ended the refresh token before it (OAuth 2.1, section 4.3.1).
 */
public final class TokenStore {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.token");
    private static final int MAX_TRIES = 100;
    private static final Duration KEPT = Duration.ofDays(90);
    /** Longer than any token request takes. */
    private static final Duration REVOCATION_KEPT = Duration.ofMinutes(10);

    private final StateStore store;
    private final TokenText text;
    private final Possession possession;
    private final Consumer<StoredTokens> orphans;
    private final ConcurrentMap<Owner, Unsaved> unsaved = new ConcurrentHashMap<>();

    /** A store that gives tokens nobody may keep any more, because they were revoked meanwhile, away. */
    public TokenStore(StateStore store, StrictJson json, Possession possession, Consumer<StoredTokens> orphans) {
        this.store = store;
        this.text = new TokenText(json);
        this.possession = possession;
        this.orphans = orphans;
    }

    /** The tokens, whatever their state; those bound to a key that is not here are of no use and count as absent. */
    public Optional<StoredTokens> load(Owner owner) {
        Unsaved waiting = unsaved.get(owner);
        Optional<StoredTokens> last = waiting == null ? stored(owner) : savedAtLast(owner, waiting);
        return last.filter(tokens -> possession.canUse(tokens.keyThumbprint()));
    }

    /**
     * Puts tokens that a user or a server has just granted in the place of whatever is there.
     *
     * @throws StorageException with {@code TOKEN_NOT_PERSISTED} if they are in memory only
     */
    public void put(Owner owner, StoredTokens tokens) {
        keep(owner, new Unsaved(null, tokens, tokens), anything -> true);
    }

    /**
     * Puts tokens in the place of those they came from.
     *
     * @return what is there now: these, or what another node has put there; empty if they were revoked
     * @throws StorageException with {@code TOKEN_NOT_PERSISTED} if they are in memory only
     */
    public Optional<StoredTokens> supersede(Owner owner, StoredTokens spent, StoredTokens next) {
        Unsaved waiting = unsaved.get(owner);
        Unsaved fresh = waiting != null && waiting.tokens().areAncestorsOf(spent)
                ? new Unsaved(waiting.stored(), spent, next)
                : new Unsaved(spent, spent, next);
        return keep(owner, fresh, fresh::replaces);
    }

    /** Changes what is known about tokens if they are still there. */
    public void change(Owner owner, StoredTokens before, StoredTokens after) {
        Unsaved waiting = unsaved.get(owner);
        if (waiting != null && waiting.tokens().isSame(before)) {
            unsaved.replace(owner, waiting, new Unsaved(waiting.stored(), waiting.spent(), after));
            return;
        }
        store.get(owner.tokens())
                .filter(entry -> isSame(entry, before))
                .ifPresent(entry ->
                        store.compareAndSet(owner.tokens(), entry.value(), StateEntry.of(text.of(after)), KEPT));
    }

    /** Whether the newest tokens are in memory only. */
    boolean isUnsaved(Owner owner) {
        return unsaved.containsKey(owner);
    }

    /** Removes the tokens, whichever they are; a refresh under way does not bring them back. */
    public Optional<StoredTokens> revoke(Owner owner) {
        Optional<StoredTokens> known = load(owner);
        for (int i = 0; i < MAX_TRIES; i++) {
            StateEntry there = store.get(owner.tokens()).orElse(null);
            if (there == null
                    || store.compareAndSet(
                            owner.tokens(), there.value(), StateEntry.of(text.ofRevocation()), REVOCATION_KEPT)) {
                Unsaved waiting = unsaved.remove(owner);
                Optional<StoredTokens> last = there == null ? known : tokens(there);
                return waiting == null ? last : Optional.of(waiting.tokens());
            }
        }
        throw neverStill();
    }

    private Optional<StoredTokens> keep(Owner owner, Unsaved fresh, Predicate<TokenText.Content> replaces) {
        // from here on nothing is lost: whoever looks sees the new tokens
        unsaved.put(owner, fresh);
        try {
            return saved(owner, fresh, replaces);
        } catch (RuntimeException e) {
            throw notPersisted(e);
        }
    }

    /** The text of a failure that is not ours may show what was to be stored. */
    private static StorageException notPersisted(RuntimeException failure) {
        McpOAuthException ours = failure instanceof McpOAuthException known ? known : null;
        String why =
                ours == null ? failure.getClass().getSimpleName() : ours.code().name();
        LOG.log(
                System.Logger.Level.ERROR,
                "MCPO3141 new tokens could not be stored and are in memory only, until they can be: " + why);
        return new StorageException(
                FailureCode.TOKEN_NOT_PERSISTED, "the new tokens are in memory only, until they can be stored", ours);
    }

    private Optional<StoredTokens> savedAtLast(Owner owner, Unsaved waiting) {
        try {
            return saved(owner, waiting, waiting::replaces);
        } catch (RuntimeException wasToldBefore) {
            return Optional.of(waiting.tokens());
        }
    }

    private Optional<StoredTokens> saved(Owner owner, Unsaved fresh, Predicate<TokenText.Content> replaces) {
        Optional<StoredTokens> now = written(owner, fresh, replaces);
        unsaved.remove(owner, fresh);
        return now;
    }

    private Optional<StoredTokens> written(Owner owner, Unsaved fresh, Predicate<TokenText.Content> replaces) {
        StateKey key = owner.tokens();
        StateEntry entry = StateEntry.of(text.of(fresh.tokens()));
        for (int i = 0; i < MAX_TRIES; i++) {
            StateEntry there = store.get(key).orElse(null);
            if (there == null) {
                if (store.putIfAbsent(key, entry, KEPT)) {
                    return Optional.of(fresh.tokens());
                }
            } else if (there.value().equals(entry.value())) {
                return Optional.of(fresh.tokens());
            } else {
                TokenText.Content before = text.read(there.value());
                if (!replaces.test(before)) {
                    return givenUp(fresh, before);
                }
                if (store.compareAndSet(key, there.value(), entry, KEPT)) {
                    return Optional.of(fresh.tokens());
                }
            }
        }
        throw neverStill();
    }

    private Optional<StoredTokens> givenUp(Unsaved fresh, TokenText.Content there) {
        if (there.isRevoked()) {
            orphans.accept(fresh.tokens());
        }
        return Optional.ofNullable(there.tokens());
    }

    private Optional<StoredTokens> stored(Owner owner) {
        return store.get(owner.tokens()).flatMap(this::tokens);
    }

    private Optional<StoredTokens> tokens(StateEntry entry) {
        return Optional.ofNullable(text.read(entry.value()).tokens());
    }

    private boolean isSame(StateEntry entry, StoredTokens tokens) {
        return tokens(entry).filter(tokens::isSame).isPresent();
    }

    private static StorageException neverStill() {
        return new StorageException(FailureCode.STORE_UNAVAILABLE, "the tokens cannot be stored", null);
    }

    /**
     * Tokens on their way into the store.
     *
     * @param stored the last tokens that were stored before them, or {@code null} if they are a new grant
     * @param spent the tokens they came from; for a new grant themselves
     * @param tokens the tokens
     */
    private record Unsaved(@Nullable StoredTokens stored, StoredTokens spent, StoredTokens tokens) {

        /** Later on, a new grant replaces what is older; what a refresh brought replaces what it came from. */
        boolean replaces(TokenText.Content there) {
            StoredTokens before = there.tokens();
            if (stored == null) {
                return before == null || !before.receivedAt().isAfter(tokens.receivedAt());
            }
            return before == null
                    ? !there.isRevoked()
                    : stored.areAncestorsOf(before) || spent.areAncestorsOf(before) || tokens.isSame(before);
        }
    }
}
