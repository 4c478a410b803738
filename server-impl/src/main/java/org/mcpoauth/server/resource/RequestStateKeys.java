package org.mcpoauth.server.resource;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.support.codec.RandomIds;

/**
 * The key ring: the first key seals, all open, so that a key can be retired after the time to live of
 * the states it sealed.
 */
record RequestStateKeys(List<RequestStateKey> all, boolean isOfProcess) {
    private static final int PROCESS_KEY_LENGTH = 32;

    RequestStateKeys {
        all = List.copyOf(all);
    }

    static RequestStateKeys of(List<Secret> secrets, RandomIds random) {
        if (secrets.isEmpty()) {
            return new RequestStateKeys(List.of(new RequestStateKey(random.bytes(PROCESS_KEY_LENGTH))), true);
        }
        if (new HashSet<>(secrets).size() < secrets.size()) {
            throw new ConfigurationException("request-state.keys", "must differ from each other");
        }
        List<RequestStateKey> keys = secrets.stream()
                .map(secret -> new RequestStateKey(secret.reveal().getBytes(StandardCharsets.UTF_8)))
                .toList();
        return new RequestStateKeys(keys, false);
    }

    RequestStateKey sealing() {
        return all.get(0);
    }

    Optional<RequestStateKey> withId(byte[] id) {
        return all.stream().filter(key -> key.hasId(id)).findFirst();
    }
}
