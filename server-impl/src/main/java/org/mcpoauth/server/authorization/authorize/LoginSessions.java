package org.mcpoauth.server.authorization.authorize;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.owner.ResourceOwnerJson;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Who is logged in with which browser, for an hour. The store knows digests of cookies only. A session
 * remembers the cookie the browser had before the login, for the pages it opened with that.
 */
final class LoginSessions {
    private static final String NAMESPACE = "login-session";
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final StateStore store;
    private final StrictJson json;
    private final ResourceOwnerJson owners;
    private final RandomIds random;

    LoginSessions(StateStore store, StrictJson json, RandomIds random) {
        this.store = store;
        this.json = json;
        this.owners = new ResourceOwnerJson(json);
        this.random = random;
    }

    /**
     * A session.
     *
     * @param owner who is logged in
     * @param formerBrowser the digest of the cookie before the login
     */
    record Session(ResourceOwner owner, String formerBrowser) {}

    /** A cookie for a browser that has none. */
    String newCookie() {
        return random.next();
    }

    /**
     * Begins the session of a user with a cookie of its own, since others may have planted the one before, whose
     * session ends.
     *
     * @param formerCookie what the browser had before, or {@code null}
     * @return the new cookie
     */
    String begin(ResourceOwner owner, @Nullable String formerCookie) {
        String cookie = newCookie();
        if (formerCookie != null) {
            end(formerCookie);
        }
        add(cookie, owner, formerCookie == null ? cookie : formerCookie);
        return cookie;
    }

    private void add(String cookie, ResourceOwner owner, String formerCookie) {
        JsonObjectBuilder object = owners.write(owner).add("former", Sha256.base64Url(formerCookie));
        store.putIfAbsent(key(cookie), StateEntry.of(json.write(object.build())), LIFETIME);
    }

    Optional<Session> find(String cookie) {
        return store.get(key(cookie)).map(entry -> read(entry.value()));
    }

    void end(String cookie) {
        store.take(key(cookie));
    }

    private Session read(String text) {
        try {
            JsonObject object = json.readObject(text, JsonLimits.TOKEN_RESPONSE);
            return new Session(owners.read(object), object.getString("former"));
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored session cannot be read", e);
        }
    }

    private static StateKey key(String cookie) {
        return new StateKey(NAMESPACE, Sha256.base64Url(cookie));
    }
}
