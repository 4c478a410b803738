package org.mcpoauth.spi;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.SealingKeys;
import org.mcpoauth.spi.support.store.FileStateStore;
import org.mcpoauth.spi.support.store.SealedStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/**
 * Stores of this library for a client of its own, where that of the runtime will not do.
 *
 * <pre>{@code
 * StateStore mine = StateStores.encryptedFile(directory, List.of(key), Clock.systemUTC());
 * ClientConfiguration crm = ClientConfiguration.builder("crm", server, metadata)
 *         .storage(storage -> storage.withStore(mine))
 *         .build();
 * }</pre>
 *
 * <p>Keys are secrets of 32 characters or more, better random ones than words: the first encrypts, all decrypt. Those
 * of a {@link Changing} are exchanged while the store is in use; new ones that break the rules are told in the log, and
 * the former ones stay. A key is changed in three rounds over all processes that share the store: first the new one goes behind the old one
 * everywhere, then in front everywhere, and the old one goes when nothing lives any more that it encrypted.
 */
public final class StateStores {
    private static final String KEYS = "store.keys";

    private StateStores() {}

    /**
     * A store in an encrypted file, for the processes of one machine. It is {@link AutoCloseable}.
     *
     * @param directory a directory on a local disk, which is made if it is missing and used for nothing else; nobody but
     *     its owner may have a way into it
     * @param keys the first encrypts, all decrypt
     * @param clock tells when entries expire
     * @return the store
     * @throws ConfigurationException if a key is short, or the directory cannot be used or is open to others
     */
    public static StateStore encryptedFile(Path directory, List<Secret> keys, InstantSource clock) {
        return encryptedFile(directory, Changing.of(keys), clock);
    }

    /**
     * A store in an encrypted file, with keys that may be exchanged.
     *
     * @param directory as for {@link #encryptedFile(Path, List, InstantSource)}
     * @param keys the first encrypts, all decrypt; asked with each verb
     * @param clock tells when entries expire
     * @return the store
     * @throws ConfigurationException if a key is short, or the directory cannot be used or is open to others
     */
    public static StateStore encryptedFile(Path directory, Changing<List<Secret>> keys, InstantSource clock) {
        return FileStateStore.encrypted(directory, rings(keys, "state-file"), clock, StoreLimits.defaults());
    }

    /**
     * A store in a file that whoever gets hold of it can read and change: tokens in the clear on a disk. It is {@link
     * AutoCloseable}.
     *
     * @param directory as for {@link #encryptedFile(Path, List, InstantSource)}
     * @param clock tells when entries expire
     * @return the store
     * @throws ConfigurationException if the directory cannot be used or is open to others
     */
    public static StateStore dangerousUnencryptedFile(Path directory, InstantSource clock) {
        return FileStateStore.dangerousUnencrypted(directory, clock, StoreLimits.defaults());
    }

    /**
     * A store that encrypts values before another one gets them, each bound to its key and owner. Whoever can write the
     * other store can make entries live longer or shorter, remove them, and put old ones back. Values have 49100 bytes
     * of UTF-8 at most; longer ones are refused with {@code STORE_FULL}.
     *
     * @param store the other store, in which nothing is yet that was not encrypted
     * @param keys the first encrypts, all decrypt
     * @return the store; an entry that no key decrypts makes its verbs fail with {@code STORE_UNAVAILABLE}
     * @throws ConfigurationException if a key is short
     */
    public static StateStore encrypted(StateStore store, List<Secret> keys) {
        return encrypted(store, Changing.of(keys));
    }

    /**
     * A store that encrypts values before another one gets them, with keys that may be exchanged.
     *
     * @param store as for {@link #encrypted(StateStore, List)}
     * @param keys the first encrypts, all decrypt; asked with each verb
     * @return the store; an entry that no key decrypts makes its verbs fail with {@code STORE_UNAVAILABLE}
     * @throws ConfigurationException if a key is short
     */
    public static StateStore encrypted(StateStore store, Changing<List<Secret>> keys) {
        return new SealedStateStore(store, rings(keys, "state-entry"));
    }

    private static Changing<SealingKeys> rings(Changing<List<Secret>> keys, String purpose) {
        RandomIds random = new RandomIds();
        return keys.map(secrets -> SealingKeys.of(secrets, purpose, KEYS, random));
    }
}
