package org.mcpoauth.server.authorization.limit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/**
 * Bounds how much is fetched at a time from hosts that strangers chose, since each such request waits for its host: over
 * all, and for one address. What is one too many is refused at once. Thread-safe.
 */
public final class OngoingFetches {
    static final int MAX = 64;
    static final int MAX_OF_ADDRESS = 8;

    // as long as a fetch may take
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final ClientAddresses addresses;
    // never more entries than fetches
    private final Map<String, Integer> perAddress = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int all;

    OngoingFetches(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /**
     * Fetches if not too much is fetched already.
     *
     * @param request on whose behalf
     * @param fetch fetches
     * @param <T> what is fetched
     * @return what was fetched
     * @throws TooManyRequestsException if too much is fetched for its address
     * @throws EndpointException with {@code temporarily_unavailable} if too much is fetched over all
     */
    <T> T run(EndpointRequest request, Supplier<T> fetch) {
        Optional<String> address = addresses.of(request);
        begin(address);
        try {
            return fetch.get();
        } finally {
            end(address);
        }
    }

    private void begin(Optional<String> address) {
        lock.lock();
        try {
            int ofAddress =
                    address.map(some -> perAddress.getOrDefault(some, 0)).orElse(0);
            if (ofAddress >= MAX_OF_ADDRESS) {
                throw new TooManyRequestsException(WAIT);
            }
            if (all >= MAX) {
                throw EndpointException.token(
                        ErrorCode.TEMPORARILY_UNAVAILABLE, "too many clients are looked up at the moment");
            }
            all++;
            address.ifPresent(some -> perAddress.merge(some, 1, Integer::sum));
        } finally {
            lock.unlock();
        }
    }

    private void end(Optional<String> address) {
        lock.lock();
        try {
            all--;
            address.ifPresent(some -> perAddress.computeIfPresent(some, (key, count) -> count > 1 ? count - 1 : null));
        } finally {
            lock.unlock();
        }
    }
}
