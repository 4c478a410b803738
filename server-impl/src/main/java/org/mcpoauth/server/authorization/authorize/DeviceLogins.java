package org.mcpoauth.server.authorization.authorize;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The browsers that log in upstream before their users enter the code of a device, by the state of that login, for ten
 * minutes. Each state belongs to one browser, of which a bounded number waits, and is used once (RFC 9700, section 4.7).
 */
final class DeviceLogins {
    private static final String NAMESPACE = "upstream-device-state";
    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int MAX_STATE = 64;

    private final StateStore store;
    private final BrowserRequests ofBrowser;
    private final StrictJson json;
    private final RandomIds random;

    DeviceLogins(StateStore store, StrictJson json, RandomIds random) {
        this.store = store;
        this.ofBrowser = new BrowserRequests(store, NAMESPACE, LIFETIME);
        this.json = json;
        this.random = random;
    }

    /**
     * A login upstream.
     *
     * @param code the code the user came with, perhaps empty
     * @param isSwitching whether the user was logged in and wants to be somebody else
     */
    record Departure(String code, boolean isSwitching) {
        /** Gives the type only: the code is a secret. */
        @Override
        public String toString() {
            return "Departure";
        }
    }

    /** The state of a login that has yet to be added. */
    String newState() {
        return random.next();
    }

    /** Remembers a browser that leaves, which may end its oldest login. */
    void add(String cookie, String state, Departure departure) {
        String browser = Sha256.base64Url(cookie);
        String text = json.write(json.object()
                .add("browser", browser)
                .add("code", departure.code())
                .add("switching", departure.isSwitching())
                .build());
        ofBrowser.add(browser, key(state).id()).ifPresent(oldest -> store.take(new StateKey(NAMESPACE, oldest)));
        if (!store.putIfAbsent(key(state), StateEntry.of(text), LIFETIME)) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a new login has the state of another", null);
        }
    }

    /** Gives what a browser that comes back left with; nothing for another browser or a second time. */
    Optional<Departure> take(String cookie, String state) {
        if (state.length() > MAX_STATE) {
            return Optional.empty();
        }
        Optional<String> text = store.get(key(state)).map(StateEntry::value);
        return text.map(this::read)
                .filter(login -> login.getString("browser").equals(Sha256.base64Url(cookie)))
                .filter(login -> store.compareAndRemove(key(state), text.orElseThrow()))
                .map(login -> new Departure(login.getString("code"), login.getBoolean("switching", false)));
    }

    private JsonObject read(String text) {
        try {
            return json.readObject(text, JsonLimits.TOKEN);
        } catch (MalformedException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored login cannot be read", e);
        }
    }

    private static StateKey key(String state) {
        return new StateKey(NAMESPACE, BrowserRequests.key(state));
    }
}
