package org.mcpoauth.server.authorization.device;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.authorization.device.DeviceState.Status;
import org.mcpoauth.spi.server.DeviceRules;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The devices that wait for their users. The store knows digests of their codes only, and keeps them for a while
 * when they are over, so that a device learns why it gets nothing.
 */
public final class Devices {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.device");
    private static final String NAMESPACE = "device";
    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final int TRIES = 10;
    private static final int GRANT_ID_BYTES = 16;

    private final DeviceRules rules;
    private final StateStore store;
    private final DeviceJson json;
    private final InstantSource clock;
    private final RandomIds random = new RandomIds();

    /**
     * The devices of a server.
     *
     * @param rules how long they wait
     * @param store keeps them
     * @param json writes them
     * @param clock tells when they are over
     */
    public Devices(DeviceRules rules, StateStore store, StrictJson json, InstantSource clock) {
        this.rules = rules;
        this.store = store;
        this.json = new DeviceJson(json);
        this.clock = clock;
    }

    /** The codes of a new device. */
    record Codes(UserCode userCode, DeviceCode deviceCode) {}

    Codes add(Client client, DeviceRequest request) {
        Instant end = clock.instant().plus(rules.codeTtl());
        for (int i = 0; i < TRIES; i++) {
            UserCode userCode = UserCode.next(random);
            DeviceCode deviceCode = DeviceCode.of(userCode, random);
            DeviceState state = new DeviceState(
                    client.clientId(),
                    request,
                    SecretHash.of(deviceCode.secret()),
                    end,
                    Status.PENDING,
                    rules.interval(),
                    null,
                    null);
            if (store.putIfAbsent(key(userCode.id()), StateEntry.of(json.write(state)), left(state))) {
                return new Codes(userCode, deviceCode);
            }
        }
        throw new StorageException(FailureCode.STORE_UNAVAILABLE, "no user code is free", null);
    }

    /**
     * Finds what a user may decide about.
     *
     * @param code what the user typed
     * @return the device, empty if none has that code and waits
     */
    public Optional<StoredDevice> find(UserCode code) {
        return read(code.id())
                .filter(device -> device.state().status() == Status.PENDING)
                .filter(device -> !device.state().isOver(clock.instant()));
    }

    /**
     * Finds a device that asks.
     *
     * @param client who it says it is of
     * @param code its code
     * @return the device, however far it has come; empty if it is unknown or of another client
     */
    public Optional<StoredDevice> find(Client client, DeviceCode code) {
        return read(code.id())
                .filter(device -> device.state().secret().matches(code.secret()))
                .filter(device -> device.state().clientId().equals(client.clientId()));
    }

    /**
     * Names what a user grants.
     *
     * @return 128 random bits
     */
    public String nextGrantId() {
        return Base64Url.encode(random.bytes(GRANT_ID_BYTES));
    }

    /**
     * Changes a state if nobody has changed it since it was read.
     *
     * @param device what was read
     * @param changed the new state
     * @return whether that happened
     */
    public boolean replace(StoredDevice device, DeviceState changed) {
        return store.compareAndSet(key(device.id()), device.text(), StateEntry.of(json.write(changed)), left(changed));
    }

    /**
     * Redeems the code of a device whose user has agreed. What the use fails to bring is not lost: the code can be
     * redeemed again, at once or, where not even that can be stored, a little later. What it brought to a request
     * that was never answered is not brought again.
     *
     * @param <T> what the code brings
     * @param device what was read
     * @param use brings it, once; {@code invalid_grant} says that it did before, and the code is over
     * @return what it brought; empty if another request redeems or has redeemed the code
     */
    public <T> Optional<T> redeem(StoredDevice device, Supplier<T> use) {
        DeviceState redeeming = device.state().redeeming(clock.instant());
        if (!replace(device, redeeming)) {
            return Optional.empty();
        }
        StoredDevice held = new StoredDevice(device.id(), redeeming, json.write(redeeming));
        T brought = use(held, use);
        return isOurs(held) ? Optional.of(brought) : Optional.empty();
    }

    /** Whether no other request has taken over. The use says itself that it was: where the store fails now, it counts. */
    private boolean isOurs(StoredDevice held) {
        try {
            return replace(held, held.state().redeemed());
        } catch (StorageException unavailable) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4545 a device got its tokens, which could not be noted: " + unavailable.code(),
                    unavailable);
            return true;
        }
    }

    private <T> T use(StoredDevice held, Supplier<T> use) {
        try {
            return use.get();
        } catch (EndpointException refused) {
            boolean isOver = refused.error().equals(ErrorCode.INVALID_GRANT);
            leave(held, isOver ? held.state().redeemed() : held.state().released(), refused);
            throw refused;
        } catch (RuntimeException failure) {
            leave(held, held.state().released(), failure);
            throw failure;
        }
    }

    private void leave(StoredDevice held, DeviceState next, RuntimeException failure) {
        try {
            replace(held, next);
        } catch (StorageException unavailable) {
            failure.addSuppressed(unavailable);
        }
    }

    private Optional<StoredDevice> read(String id) {
        return store.get(key(id)).map(StateEntry::value).map(text -> new StoredDevice(id, json.read(text), text));
    }

    private Duration left(DeviceState state) {
        Duration left = Duration.between(clock.instant(), state.expiresAt().plus(MARGIN));
        return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
    }

    private static StateKey key(String id) {
        return new StateKey(NAMESPACE, id);
    }
}
