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
 * unregister (RFC 7592, section 2.3), by one request while others go on. What fails is tried again, unless the client is
 * back.
 */
final class RemainingClients implements Changing<Map<String, Client>> {
    /** The time until a provider that failed is asked again: that between two looks at the file. */
    static final Duration PACE = Renewed.FILE_PACE;

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");

    private final Changing<Map<String, Client>> listed;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final InstantSource clock;
    private final AtomicBoolean isEnding = new AtomicBoolean();
    private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();
    private volatile Map<String, Client> last;
    private volatile Instant next = Instant.MIN;

    RemainingClients(
            Changing<Map<String, Client>> listed, AuthorizationServerProvider<?, ?, ?> provider, InstantSource clock) {
        this.listed = listed;
        this.provider = provider;
        this.clock = clock;
        this.last = listed.current();
    }

    /** A client whose grants are not ended yet. */
    private record Leaving(Client client, boolean isTold) {}

    @Override
    public Map<String, Client> current() {
        Map<String, Client> now = listed.current();
        if (isDue(now) && isEnding.compareAndSet(false, true)) {
            try {
                // asked again: what this thread was given may be older than what another has ended meanwhile
                end(listed.current());
            } finally {
                isEnding.set(false);
            }
        }
        return now;
    }

    private boolean isDue(Map<String, Client> now) {
        return now != last || (!leaving.isEmpty() && !clock.instant().isBefore(next));
    }

    private void end(Map<String, Client> now) {
        last.forEach((id, client) -> {
            if (!now.containsKey(id)) {
                leaving.putIfAbsent(id, new Leaving(client, false));
            }
        });
        last = now;
        leaving.keySet().removeAll(now.keySet());
        next = clock.instant().plus(PACE);
        leaving.values().forEach(this::remove);
    }

    private void remove(Leaving left) {
        String id = left.client().clientId();
        try {
            provider.deleteClient(left.client());
            leaving.remove(id);
        } catch (RuntimeException e) {
            if (!left.isTold()) {
                tell(e);
            }
            leaving.put(id, new Leaving(left.client(), true));
        }
    }

    /** Only our own codes are known to hold no content. */
    private static void tell(RuntimeException e) {
        String reason = e instanceof EndpointException refusal
                ? refusal.error().value()
                : e.getClass().getSimpleName();
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "MCPO4645 a client is in clients-file no more, but the provider does not end its grants, which is"
                        + " told once and tried again: " + reason);
    }
}
