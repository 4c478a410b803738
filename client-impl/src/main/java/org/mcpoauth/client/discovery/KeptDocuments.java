package org.mcpoauth.client.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.http.Document;
import org.mcpoauth.spi.support.http.DocumentShelf;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.store.AuthenticatedStore;

/**
 * Keeps metadata in the store of a client, so that a restart asks for none that is still fresh. The URLs come from
 * peers, so each client has a fixed number of places of each kind; a newer document takes the place of an older one.
 * A store that fails costs a fetch and nothing else.
 *
 * <p>They say where secrets go, and nothing in them proves who wrote them: that they came over TLS from the right place
 * cannot be seen any more. So only a store that nobody without its keys can write keeps them.
 */
public final class KeptDocuments implements DocumentShelf {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.discovery");
    private static final String NAMESPACE = "client-metadata";
    /** The characters of a digest that choose a place: sixteen places of each kind. */
    private static final int PLACE_LENGTH = 1;

    private static final int MAX_TRIES = 3;

    private final StateStore store;
    private final StrictJson json;
    private final InstantSource clock;
    private final String client;

    /** A shelf in a store that authenticates its values, else none. */
    public static DocumentShelf in(
            StateStore store, StrictJson json, InstantSource clock, ClientConfiguration configuration, FetchKind kind) {
        return AuthenticatedStore.isAuthenticated(store)
                ? new KeptDocuments(store, json, clock, configuration, kind)
                : DocumentShelf.NONE;
    }

    private KeptDocuments(
            StateStore store, StrictJson json, InstantSource clock, ClientConfiguration configuration, FetchKind kind) {
        this.store = store;
        this.json = json;
        this.clock = clock;
        this.client = configuration.name() + "\n" + configuration.serverUrl() + "\n" + kind.rule();
    }

    @Override
    public @Nullable Document load(URI uri) {
        try {
            return store.get(key(uri)).flatMap(entry -> read(uri, entry)).orElse(null);
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3191 metadata are fetched for want of a store: " + e.code());
            return null;
        }
    }

    @Override
    public void save(URI uri, Document document, Instant freshUntil) {
        try {
            StateEntry entry = entry(uri, document, freshUntil);
            Duration ttl = Duration.between(clock.instant(), freshUntil);
            for (int i = 0; i < MAX_TRIES && !isReplaced(key(uri), entry, ttl); i++) {
                // another node has put something there
            }
        } catch (StorageException | IllegalArgumentException mayBeTooLong) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3192 metadata are kept in memory only");
        }
    }

    @Override
    public void remove(URI uri) {
        try {
            StateKey key = key(uri);
            store.get(key)
                    .filter(entry -> read(uri, entry).isPresent())
                    .ifPresent(entry -> store.compareAndRemove(key, entry.value()));
        } catch (StorageException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3193 old metadata stay for now: " + e.code());
        }
    }

    private boolean isReplaced(StateKey key, StateEntry entry, Duration ttl) {
        Optional<StateEntry> before = store.get(key);
        return before.isEmpty()
                ? store.putIfAbsent(key, entry, ttl)
                : store.compareAndSet(key, before.get().value(), entry, ttl);
    }

    private StateEntry entry(URI uri, Document document, Instant freshUntil) {
        JsonObjectBuilder record = json.object()
                .add("url", uri.toString())
                .add("document", new String(document.body(), UTF_8))
                .add("fresh_until", freshUntil.toEpochMilli());
        if (document.entityTag() != null) {
            record.add("entity_tag", document.entityTag());
        }
        return StateEntry.of(json.write(record.build()));
    }

    /** What cannot be read, or is the document of another URL, counts as absent. */
    private Optional<Document> read(URI uri, StateEntry entry) {
        try {
            StoredText record = StoredText.read(json, entry.value());
            return Optional.of(record)
                    .filter(kept -> kept.text("url").equals(uri.toString()))
                    .map(kept -> new Document(
                            kept.text("document").getBytes(UTF_8),
                            kept.instant("fresh_until"),
                            kept.optional("entity_tag").orElse(null)));
        } catch (StorageException | ArithmeticException broken) {
            return Optional.empty();
        }
    }

    private StateKey key(URI uri) {
        String place = Sha256.hex(uri.toString()).substring(0, PLACE_LENGTH);
        return new StateKey(NAMESPACE, Sha256.hex(client + "\n" + place));
    }
}
