package org.mcpoauth.cdi.config;

import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.CredentialStore;

/** Knows the secrets of aliases, and when to look at them and at files again. */
public final class Credentials {
    /** Without a credential store: no alias can be used. */
    public static final Credentials NONE = new Credentials(null, InstantSource.system());

    /**
     * For a deployment that is checked before a credential store can be asked, because it may be a bean. Each alias
     * stands for something that nobody can guess; what is read with it is thrown away.
     */
    public static final Credentials TO_COME =
            of(alias -> Optional.of(Secret.of(UUID.randomUUID().toString() + UUID.randomUUID())));

    private final @Nullable CredentialStore store;
    private final InstantSource clock;

    private Credentials(@Nullable CredentialStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * With the credential store of the application.
     *
     * @param store the store
     */
    public static Credentials of(CredentialStore store) {
        return new Credentials(store, InstantSource.system());
    }

    /**
     * The same with another clock.
     *
     * @param other says when to look again
     */
    public Credentials at(InstantSource other) {
        return new Credentials(store, other);
    }

    InstantSource clock() {
        return clock;
    }

    boolean isToCome() {
        return this == TO_COME;
    }

    /**
     * The secret of an alias.
     *
     * @throws IllegalArgumentException if there is no store
     * @throws StorageException if the store fails in any way
     */
    Optional<Secret> find(String alias) {
        if (store == null) {
            throw new IllegalArgumentException("needs a bean CredentialStore, or a service of that type");
        }
        try {
            return store.find(alias);
        } catch (RuntimeException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the credential store fails", e);
        }
    }
}
