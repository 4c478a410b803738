package org.mcpoauth.spi.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.StorageException;

/**
 * Keeps everything that must outlive a request and be seen by every node: codes and grants, sessions,
 * replay records, pending authorizations, client registrations, tokens of a client.
 *
 * <p>Each verb is atomic over all nodes that share the store. All state of one grant is one entry that
 * is changed by {@link #compareAndSet}, so that no transaction over several entries is needed. An
 * entry is live until its time to live is over; afterwards every verb acts as if it were not there. A
 * live entry is never evicted to make room: a full namespace refuses new entries.
 *
 * <p>What a verb wrote stays written when the caller's transaction is rolled back, and a failing verb
 * does not spoil that transaction.
 *
 * <p>Implementations are safe for use by several threads. Times to live are positive; a store may keep
 * them in whole milliseconds, rounded up.
 */
public interface StateStore {

    /**
     * Stores an entry if its key is free. A taken key gives {@code false} in a full namespace too.
     *
     * @param key the key
     * @param entry what to store
     * @param ttl how long the entry lives; positive
     * @return {@code true} if it was stored, {@code false} if a live entry was there and stays
     * @throws IllegalArgumentException if {@code ttl} is not positive
     * @throws StorageException with {@code STORE_FULL} if the namespace holds as many entries as it
     *     may, with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl);

    /**
     * Reads a live entry.
     *
     * @param key the key
     * @return the entry, empty when there is none
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    Optional<StateEntry> get(StateKey key);

    /**
     * Replaces a live entry whose value is the expected one.
     *
     * @param key the key
     * @param expectedValue the value that must be there, compared exactly
     * @param entry what takes its place
     * @param ttl how long the new entry lives from now; positive
     * @return {@code true} if it was replaced, {@code false} if no live entry with that value was there
     * @throws IllegalArgumentException if {@code ttl} is not positive
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl);

    /**
     * Removes a live entry whose value is the expected one.
     *
     * @param key the key
     * @param expectedValue the value that must be there, compared exactly
     * @return {@code true} if it was removed, {@code false} if no live entry with that value was there
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    boolean compareAndRemove(StateKey key, String expectedValue);

    /**
     * Reads and removes a live entry; of several callers exactly one gets it.
     *
     * @param key the key
     * @return the entry, empty when there is none
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    Optional<StateEntry> take(StateKey key);

    /**
     * Lists live entries of a namespace in the order of their ids, page by page. Entries that come and
     * go between two pages may or may not be seen.
     *
     * @param namespace the namespace
     * @param owner whose entries to list, or {@code null} for those of everybody
     * @param from {@link StatePage#next()} of the page before, or {@code null} for the first page
     * @param limit how many entries a page may have, 1 to 1000
     * @return the page
     * @throws IllegalArgumentException if {@code limit} is out of range
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit);

    /**
     * Counts live entries of a namespace.
     *
     * @param namespace the namespace
     * @return the number of entries, which may be old by the time it is used
     * @throws StorageException with {@code STORE_UNAVAILABLE} if the store cannot be used
     */
    long count(String namespace);
}
