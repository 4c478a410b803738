package org.mcpoauth.spi.support.store;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;

/** The bounds of all namespaces of one shared store, as this node keeps them. */
public final class Quotas {
    private final Map<String, Quota> byNamespace = new ConcurrentHashMap<>();
    private final StoreLimits limits;
    private final Duration patience;

    /**
     * Quotas that nothing was granted from.
     *
     * @param limits how many live entries each namespace may hold
     * @param patience how long to wait for another thread that counts
     */
    public Quotas(StoreLimits limits, Duration patience) {
        this.limits = Objects.requireNonNull(limits, "limits");
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    /**
     * Stores an entry if there is room. Where there is none, a replay is told from a full namespace.
     *
     * @param namespace the namespace
     * @param now the present, in milliseconds since 1970
     * @param counter counts the namespace
     * @param put stores the entry unless its key is taken
     * @param isTaken looks whether the key is taken
     * @return whether the entry was stored
     * @throws StorageException with {@code STORE_FULL} if there is no room and the key is free
     */
    public boolean put(
            String namespace, long now, Supplier<Quota.Live> counter, BooleanSupplier put, BooleanSupplier isTaken) {
        Quota quota = quota(namespace);
        if (!quota.reserve(now, counter)) {
            if (isTaken.getAsBoolean()) {
                return false;
            }
            throw new StorageException(FailureCode.STORE_FULL, "the namespace is full", null);
        }
        try {
            return put.getAsBoolean();
        } finally {
            quota.finished();
        }
    }

    /**
     * Tells that this node removed an entry.
     *
     * @param namespace where
     */
    public void freed(String namespace) {
        quota(namespace).freed();
    }

    private Quota quota(String namespace) {
        return byNamespace.computeIfAbsent(namespace, name -> new Quota(limits.bound(name), patience));
    }
}
