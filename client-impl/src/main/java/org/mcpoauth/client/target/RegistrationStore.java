package org.mcpoauth.client.target;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
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
    private static final String NAMESPACE = "client-registrations";
    private static final String BINDINGS = "client-issuers";
    private static final Duration KEPT = Duration.ofDays(365);

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

    public Optional<ClientInformation> load(Issuer issuer, Instant now) {
        return store.get(key(issuer))
                .map(entry -> StoredText.read(json, entry.value()))
                .map(record -> ClientInformation.from(issuer, record.all()))
                .filter(information -> !information.isSecretExpired(now));
    }

    /** Stores a registration, or gives the one another node has stored in the meantime. */
    public ClientInformation keep(ClientInformation information, Instant now) {
        StateEntry entry = StateEntry.of(json.write(information.toJson()));
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

    /** Whether there was a registration to forget. */
    public boolean forget(Issuer issuer) {
        return store.take(key(issuer)).isPresent();
    }

    /** Remembers where configured credentials worked, for they belong there and nowhere else. */
    public void bind(String clientId, Issuer issuer) {
        store.putIfAbsent(binding(clientId), StateEntry.of(issuer.value()), KEPT);
    }

    public Optional<Issuer> boundIssuer(String clientId) {
        return store.get(binding(clientId)).map(entry -> Issuer.of(entry.value()));
    }

    private StateKey key(Issuer issuer) {
        return new StateKey(NAMESPACE, Sha256.hex(client + "\n" + issuer));
    }

    private StateKey binding(String clientId) {
        return new StateKey(BINDINGS, Sha256.hex(name + "\n" + clientId));
    }
}
