package org.mcpoauth.client.target;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.client.StoredText;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keeps dynamic registrations per client and issuer, and to which issuer configured credentials belong;
 * those of one issuer are never seen by another (MCP authorization, "Authorization Server Binding"). A
 * client that changes what it says about itself registers anew.
 */
public final class RegistrationStore {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.target");
    private static final String NAMESPACE = "client-registrations";
    private static final String LEASES = "client-registering";
    private static final String BINDINGS = "client-issuers";
    private static final Duration KEPT = Duration.ofDays(365);
    private static final int MAX_TRIES = 100;

    private final StateStore store;
    private final StrictJson json;
    private final String name;
    private final String client;

    public RegistrationStore(StateStore store, StrictJson json, ClientConfiguration configuration) {
        this.store = store;
        this.json = json;
        this.name = configuration.name();
        this.client =
                name + "\n" + Sha256.hex(json.write(configuration.metadata().toJson()));
    }

    /** The registration whose secret, if it has one, still works. */
    public Optional<ClientInformation> load(Issuer issuer, Instant now) {
        return store.get(key(issuer)).flatMap(entry -> usable(issuer, entry, now));
    }

    /** The key of the lease that one node at a time registers under. */
    public StateKey lease(Issuer issuer) {
        return new StateKey(LEASES, key(issuer).id());
    }

    /** Stores a registration, or gives the one another node has stored in the meantime. */
    public ClientInformation keep(ClientInformation information, Instant now) {
        StateEntry entry = StateEntry.of(json.write(information.toJson()));
        StateKey key = key(information.issuer());
        for (int i = 0; i < MAX_TRIES; i++) {
            StateEntry there = store.get(key).orElse(null);
            if (there == null) {
                if (store.putIfAbsent(key, entry, KEPT)) {
                    return information;
                }
                continue;
            }
            Optional<ClientInformation> other = usable(information.issuer(), there, now);
            if (other.isPresent()) {
                return other.get();
            }
            if (store.compareAndSet(key, there.value(), entry, KEPT)) {
                return information;
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "the registration cannot be stored", null);
    }

    /**
     * Forgets a registration, and never a newer one that another node has made.
     *
     * @return whether the client is to try again: this one was forgotten, or there is a newer one
     */
    public boolean forget(Issuer issuer, String clientId) {
        StateKey key = key(issuer);
        StateEntry there = store.get(key).orElse(null);
        if (there == null) {
            return false;
        }
        boolean isThisOne = read(issuer, there)
                .filter(stored -> !stored.clientId().equals(clientId))
                .isEmpty();
        if (isThisOne) {
            store.compareAndRemove(key, there.value());
        }
        return true;
    }

    /** Remembers where configured credentials worked, for they belong there and nowhere else. */
    public void bind(String clientId, Issuer issuer) {
        StateKey key = binding(clientId);
        StateEntry entry = StateEntry.of(issuer.value());
        if (!store.putIfAbsent(key, entry, KEPT)) {
            store.get(key)
                    .filter(there -> issuer(there).isEmpty())
                    .ifPresent(broken -> store.compareAndSet(key, broken.value(), entry, KEPT));
        }
    }

    public Optional<Issuer> boundIssuer(String clientId) {
        return store.get(binding(clientId)).flatMap(RegistrationStore::issuer);
    }

    /** As with registrations, a broken record counts as absent. */
    private static Optional<Issuer> issuer(StateEntry entry) {
        try {
            return Optional.of(Issuer.of(entry.value()));
        } catch (IllegalArgumentException showsTheText) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO3219 the stored issuer of configured credentials cannot be read and counts as absent");
            return Optional.empty();
        }
    }

    private Optional<ClientInformation> usable(Issuer issuer, StateEntry entry, Instant now) {
        return read(issuer, entry).filter(information -> !information.isSecretExpired(now));
    }

    /** A broken record must not lock the client out for a year, so it counts as absent. */
    private Optional<ClientInformation> read(Issuer issuer, StateEntry entry) {
        try {
            StoredText record = StoredText.read(json, entry.value());
            return Optional.of(ClientInformation.from(issuer, record.all()));
        } catch (StorageException | IllegalArgumentException showsTheText) {
            LOG.log(System.Logger.Level.WARNING, "MCPO3211 a stored registration cannot be read and counts as absent");
            return Optional.empty();
        }
    }

    private StateKey key(Issuer issuer) {
        return new StateKey(NAMESPACE, Sha256.hex(client + "\n" + issuer));
    }

    private StateKey binding(String clientId) {
        return new StateKey(BINDINGS, Sha256.hex(name + "\n" + clientId));
    }
}
