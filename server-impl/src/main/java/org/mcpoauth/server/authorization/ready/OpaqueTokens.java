package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Access tokens of 256 random bits that say nothing. The store keeps their claims under the digest of the token, so that
 * whoever reads the store learns no token. Whether the grant of a token goes on is not told here but by its record.
 */
final class OpaqueTokens implements TokenForm {
    private static final String NAMESPACE = "access-token";
    private static final int LENGTH = 43;

    private final StateStore store;
    private final StrictJson json;
    private final RandomIds random;

    OpaqueTokens(StateStore store, StrictJson json, RandomIds random) {
        this.store = store;
        this.json = json;
        this.random = random;
    }

    @Override
    public Secret write(JsonObject claims, Duration lifetime) {
        Secret token = Secret.of(random.next());
        if (!store.putIfAbsent(key(token), StateEntry.of(json.write(claims)), lifetime)) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a new token is the same as another one", null);
        }
        return token;
    }

    @Override
    public void forget(Secret token) {
        store.take(key(token));
    }

    @Override
    public @Nullable JwtClaims read(Secret token) throws MalformedException {
        Optional<StateEntry> entry = token.reveal().length() == LENGTH ? store.get(key(token)) : Optional.empty();
        return entry.isEmpty()
                ? null
                : new JwtClaims(json.readObject(entry.get().value(), JsonLimits.TOKEN_RESPONSE));
    }

    private static StateKey key(Secret token) {
        return new StateKey(NAMESPACE, Sha256.base64Url(token.reveal()));
    }
}
