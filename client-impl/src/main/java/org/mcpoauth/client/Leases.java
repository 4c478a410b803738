package org.mcpoauth.client;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.concurrent.RefreshTime;

/**
 * Lets one of all nodes that share a store do what must not be done twice; the others take what it stored. A
 * lease ends by itself when its holder dies.
 */
public final class Leases {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client");
    private static final long FIRST_LOOK_MILLIS = 25;
    private static final long LONGEST_LOOK_MILLIS = 400;

    private final StateStore store;
    private final URI about;
    private final Duration life;
    private final RandomIds random = new RandomIds();

    /**
     * Leases in a store.
     *
     * @param about a failure to wait is reported with this URL
     * @param life when a lease ends by itself; no work under it may take longer ({@link RefreshTime#longest})
     */
    public Leases(StateStore store, URI about, Duration life) {
        this.store = store;
        this.about = about;
        this.life = life;
    }

    /**
     * Something that one node at a time does.
     *
     * @param key the key of the lease
     * @param look reads what there is
     * @param outcome what comes of it if there is nothing to do any more, else empty
     * @param work does it; called with what was read under the lease
     * @param isSettled whether others may go on after it; otherwise the lease stays until its end
     * @param <S> what is read
     * @param <T> what comes of it
     */
    public record Task<S, T>(
            StateKey key,
            Supplier<S> look,
            Function<? super S, Optional<T>> outcome,
            Function<? super S, T> work,
            BooleanSupplier isSettled) {

        /** The same without asking other nodes. */
        public T alone() {
            S now = look.get();
            return outcome.apply(now).orElseGet(() -> work.apply(now));
        }
    }

    /**
     * Does something, unless another node does it: then its outcome is waited for.
     *
     * @throws TransportException with {@code TIMED_OUT} if another node had the lease all the time, or {@code
     *     INTERRUPTED} while waiting
     */
    public <S, T> T once(Task<S, T> task) {
        long end = System.nanoTime() + life.toNanos();
        for (long wait = FIRST_LOOK_MILLIS; ; wait = Math.min(LONGEST_LOOK_MILLIS, 2 * wait)) {
            long asked = System.nanoTime();
            String lease = taken(task.key());
            boolean isWorking = false;
            try {
                S now = task.look().get();
                Optional<T> outcome = task.outcome().apply(now);
                boolean isFresh = System.nanoTime() - asked < RefreshTime.TO_BEGIN.toNanos();
                isWorking = lease != null && outcome.isEmpty() && isFresh;
                if (isWorking || outcome.isPresent()) {
                    return outcome.orElseGet(() -> task.work().apply(now));
                }
            } finally {
                if (lease != null && (!isWorking || task.isSettled().getAsBoolean())) {
                    giveBack(task.key(), lease);
                }
            }
            if (System.nanoTime() - end > 0) {
                throw new TransportException(FailureCode.TIMED_OUT, about, "another node is at it", null);
            }
            pause(wait);
        }
    }

    /** A lease that must be given back, {@code null} if another node has it. */
    private @Nullable String taken(StateKey key) {
        String lease = random.next();
        return store.putIfAbsent(key, StateEntry.of(lease), life) ? lease : null;
    }

    private void giveBack(StateKey key, String lease) {
        try {
            store.compareAndRemove(key, lease);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO3143 a lease stays until its end", e);
        }
    }

    private void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    FailureCode.INTERRUPTED, about, "waiting for another node was interrupted", null);
        }
    }
}
