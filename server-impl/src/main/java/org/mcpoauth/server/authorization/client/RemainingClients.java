package org.mcpoauth.server.authorization.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.changing.Renewed;

/**
 * The clients of the deployer. Those that are there no more are forgotten at once and then removed as clients are that
 * unregister (RFC 7592, section 2.3), by one request while others go on; those that come are restored in the same way,
 * since they may have been there before. What fails is tried again, unless the client came or went meanwhile.
 */
final class RemainingClients implements Changing<Map<String, Client>> {
    /** The time until a provider that failed is asked again: that between two looks at the file. */
    static final Duration PACE = Renewed.FILE_PACE;

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");

    private final Changing<Map<String, Client>> listed;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final InstantSource clock;
    private final AtomicBoolean isFollowing = new AtomicBoolean();
    private final Map<String, Step> open = new ConcurrentHashMap<>();
    private volatile Map<String, Client> last = Map.of();
    private volatile Instant next = Instant.MIN;

    RemainingClients(
            Changing<Map<String, Client>> listed, AuthorizationServerProvider<?, ?, ?> provider, InstantSource clock) {
        this.listed = listed;
        this.provider = provider;
        this.clock = clock;
        follow(listed.current());
    }

    /** What the provider is still to be told of a client that came or went. */
    private record Step(Client client, boolean isComing, boolean isTold) {}

    @Override
    public Map<String, Client> current() {
        Map<String, Client> now = listed.current();
        if (isDue(now) && isFollowing.compareAndSet(false, true)) {
            try {
                // asked again: what this thread was given may be older than what another has ended meanwhile
                follow(listed.current());
            } finally {
                isFollowing.set(false);
            }
        }
        return now;
    }

    private boolean isDue(Map<String, Client> now) {
        return now != last || (!open.isEmpty() && !clock.instant().isBefore(next));
    }

    private void follow(Map<String, Client> now) {
        Map<String, Client> before = last;
        last = now;
        next = clock.instant().plus(PACE);
        before.forEach((id, client) -> open(client, false, now.containsKey(id)));
        now.forEach((id, client) -> open(client, true, before.containsKey(id)));
        open.values().forEach(this::take);
    }

    private void open(Client client, boolean isComing, boolean isOnBothLists) {
        if (!isOnBothLists) {
            open.put(client.clientId(), new Step(client, isComing, false));
        }
    }

    private void take(Step step) {
        String id = step.client().clientId();
        try {
            if (step.isComing()) {
                provider.restoreClient(step.client());
            } else {
                provider.deleteClient(step.client());
            }
            open.remove(id);
        } catch (RuntimeException e) {
            if (!step.isTold()) {
                tell(e);
            }
            open.put(id, new Step(step.client(), step.isComing(), true));
        }
    }

    /** Only our own codes are known to hold no content. */
    private static void tell(RuntimeException e) {
        String reason = e instanceof EndpointException refusal
                ? refusal.error().value()
                : e.getClass().getSimpleName();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "MCPO4645 a client came to clients-file or is there no more, but the provider does not restore it"
                        + " or end its grants, which is told once and tried again: " + reason);
    }
}
