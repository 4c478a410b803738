package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.server.DynamicRegistration;
import org.mcpoauth.spi.server.RegisteredClients;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.BoundedStore;

/** The registered clients in the state store, where their software owns them. Secrets are kept as digests. */
public final class StoredClients implements RegisteredClients {
    private static final System.Logger LOG = System.getLogger(StoredClients.class.getName());
    private static final String NAMESPACE = "client";
    // what the endpoint takes is wrapped here, and numbers may be written longer
    private static final JsonLimits LIMITS = new JsonLimits(256 << 10, 32, 32 << 10, 32 << 10, 64);
    private static final int MAX_ID = 256;
    // a registration has no end of its own, an entry must have one
    private static final Duration A_CENTURY = Duration.ofDays(36_500);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final int PAGE = 1000;

    private final StateStore store;
    private final StrictJson json;
    private final InstantSource clock;

    /**
     * Knows what is in a store.
     *
     * @param store the store
     * @param json reads and writes it
     * @param clock what time it is
     */
    public StoredClients(StateStore store, StrictJson json, InstantSource clock) {
        this.store = store;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Fails where clients could not be registered that may be.
     *
     * @throws ConfigurationException if the store takes fewer
     */
    void requireRoom(DynamicRegistration rules) {
        OptionalInt bound = BoundedStore.bound(store, NAMESPACE);
        if (rules.offered() && bound.isPresent() && rules.maxClients() > bound.getAsInt()) {
            throw new ConfigurationException(
                    "dcr.max-clients",
                    "is more than the store takes, which is " + bound.getAsInt() + " (mcp.oauth.store.max-entries)");
        }
    }

    Optional<Client> find(String clientId) {
        return clientId.isEmpty() || clientId.length() > MAX_ID
                ? Optional.empty()
                : store.get(key(clientId)).map(entry -> read(clientId, entry.value()));
    }

    @Override
    public List<Client> ofSoftware(String softwareId) {
        String owner = owner(softwareId);
        List<Client> found = new ArrayList<>();
        String from = null;
        do {
            StatePage page = store.scan(NAMESPACE, owner, from, PAGE);
            page.entries()
                    .forEach((key, entry) -> readable(key.id(), entry.value()).ifPresent(found::add));
            from = page.next();
        } while (from != null);
        return List.copyOf(found);
    }

    /** Anybody may name a software, so a bad entry must not hide the others. */
    private Optional<Client> readable(String clientId, String text) {
        try {
            return Optional.of(read(clientId, text));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4612 the stored client " + clientId + " cannot be read");
            return Optional.empty();
        }
    }

    boolean add(Client client) {
        return store.putIfAbsent(key(client.clientId()), entry(client), left(client));
    }

    /** Replaces a client that is still as it was found. */
    boolean replace(Client current, Client changed) {
        StateKey key = key(current.clientId());
        Optional<String> found = store.get(key)
                .map(StateEntry::value)
                .filter(text -> read(current.clientId(), text).equals(current));
        return found.isPresent() && store.compareAndSet(key, found.get(), entry(changed), left(changed));
    }

    void remove(Client client) {
        store.take(key(client.clientId()));
    }

    long count() {
        return store.count(NAMESPACE);
    }

    private String write(Client client) {
        JsonObjectBuilder object = json.object()
                .add("metadata", client.metadata().toJson())
                .add("issued", client.issuedAt().toEpochMilli());
        if (client.secretHash() != null) {
            object.add("secret_hash", client.secretHash().sha256());
        }
        if (client.secretExpiresAt() != null) {
            object.add("secret_expires", client.secretExpiresAt().toEpochMilli());
        }
        if (client.registrationTokenHash() != null) {
            object.add("registration_token_hash", client.registrationTokenHash().sha256());
        }
        if (client.unusedUntil() != null) {
            object.add("unused_until", client.unusedUntil().toEpochMilli());
        }
        return json.write(object.build());
    }

    private Client read(String clientId, String text) {
        try {
            JsonObject object = json.readObject(text, LIMITS);
            return new Client(
                    clientId,
                    ClientMetadata.from(object.getJsonObject("metadata")),
                    hash(object, "secret_hash"),
                    StoredNumbers.instant(object, "issued"),
                    instant(object, "secret_expires"),
                    hash(object, "registration_token_hash"),
                    instant(object, "unused_until"));
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored client cannot be read", e);
        }
    }

    private static @Nullable SecretHash hash(JsonObject object, String name) {
        return object.containsKey(name) ? new SecretHash(object.getString(name)) : null;
    }

    private static @Nullable Instant instant(JsonObject object, String name) {
        return object.containsKey(name) ? StoredNumbers.instant(object, name) : null;
    }

    private Duration left(Client client) {
        if (client.unusedUntil() == null) {
            return A_CENTURY;
        }
        Duration left = Duration.between(clock.instant(), client.unusedUntil());
        return left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    private StateEntry entry(Client client) {
        String owner = client.metadata().softwareId().map(StoredClients::owner).orElse(null);
        return new StateEntry(write(client), owner);
    }

    /** A client chooses it, of any length. */
    private static String owner(String softwareId) {
        return Sha256.base64Url(softwareId);
    }

    private static StateKey key(String clientId) {
        return new StateKey(NAMESPACE, clientId);
    }
}
