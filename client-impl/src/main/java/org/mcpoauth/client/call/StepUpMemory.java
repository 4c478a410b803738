package org.mcpoauth.client.call;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;

/**
 * The authorizations for more that did not help an operation, for ten minutes after the last one (MCP
 * authorization, "Step-Up Authorization Flow"). Of too many operations the oldest is forgotten. Safe for
 * use by several threads.
 */
final class StepUpMemory {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Operation, Attempts> operations = new LinkedHashMap<>();

    StepUpMemory(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What somebody tried to do, and what the server wants for it.
     *
     * @param owner whose tokens were not enough
     * @param method the HTTP method
     * @param uri the URL without query
     * @param demanded what the challenge said
     */
    record Operation(Owner owner, String method, String uri, Demand demanded) {
        static Operation of(Owner owner, String method, URI uri, Demand demanded) {
            String whole = uri.toString();
            int query = whole.indexOf('?');
            return new Operation(owner, method, query < 0 ? whole : whole.substring(0, query), demanded);
        }
    }

    private record Attempts(int count, Instant end) {}

    /** How often more was authorized in vain. */
    int attempts(Operation operation) {
        lock.lock();
        try {
            Attempts attempts = living(operation);
            return attempts == null ? 0 : attempts.count();
        } finally {
            lock.unlock();
        }
    }

    /** Counts an authorization, until it is seen to help. */
    void remember(Operation operation) {
        lock.lock();
        try {
            Attempts before = living(operation);
            int count = before == null ? 1 : before.count() + 1;
            operations.remove(operation);
            operations.put(operation, new Attempts(count, clock.instant().plus(KEPT)));
            if (operations.size() > MOST) {
                operations.remove(operations.keySet().iterator().next());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The server was content. */
    void forget(Operation operation) {
        lock.lock();
        try {
            operations.remove(operation);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Attempts living(Operation operation) {
        Attempts attempts = operations.get(operation);
        return attempts == null || clock.instant().isAfter(attempts.end()) ? null : attempts;
    }
}
