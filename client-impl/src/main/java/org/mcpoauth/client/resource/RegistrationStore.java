package org.mcpoauth.client.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.StrictJson;

/** Keeps dynamic registrations per client and issuer; those of one issuer are never seen by another. */
final class RegistrationStore {
    private static final String NAMESPACE = "client-registrations";
    private static final Duration KEPT = Duration.ofDays(365);

    private final StateStore store;
    private final StrictJson json;
    private final String client;

    RegistrationStore(StateStore store, StrictJson json, String client) {
        this.store = store;
        this.json = json;
        this.client = client;
    }

    Optional<ClientInformation> load(Issuer issuer, Instant now) {
        return store.get(key(issuer))
                .map(entry -> StoredText.read(json, entry.value()))
                .map(record -> ClientInformation.from(issuer, record.object("registration")))
                .filter(information -> !information.isSecretExpired(now));
    }

    /** Stores a registration, or gives the one another node has stored in the meantime. */
    ClientInformation keep(ClientInformation information, Instant now) {
        StateEntry entry = StateEntry.of(json.write(
                json.object().add("registration", information.toJson()).build()));
        StateKey key = key(information.issuer());
        if (store.putIfAbsent(key, entry, KEPT)) {
            return information;
        }
        return load(information.issuer(), now).orElseGet(() -> {
            store.take(key);
            store.putIfAbsent(key, entry, KEPT);
            return information;
        });
    }

    void forget(Issuer issuer) {
        store.take(key(issuer));
    }

    private StateKey key(Issuer issuer) {
        return new StateKey(NAMESPACE, Sha256.hex(client + "\n" + issuer));
    }
}
