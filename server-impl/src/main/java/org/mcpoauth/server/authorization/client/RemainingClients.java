package org.mcpoauth.server.authorization.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.support.changing.Renewed;

/**
 * The clients of the deployer. Those that are there no more are forgotten at once and then removed as clients are that
 * unregister (RFC 7592, section 2.3), by one request while others go on; those that come are restored in the same way,
 * since they may have been there before. What fails is tried again, unless the client came or went meanwhile.
 *
 * <p>A start ends whoever left while no server was there. Nodes may have different lists for a while: what a starting one
 * ends, another one that still lists it takes back at its next look, and ends when it is gone there too. No running node
 * ends what another one lists.
 */
final class RemainingClients implements Changing<Map<String, Client>> {
    /** The time until a provider that failed is asked again: that between two looks at the file. */
    static final Duration PACE = Renewed.FILE_PACE;

    /** The time between two looks at what other nodes have done. */
    static final Duration LOOK = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");

    private final Changing<Map<String, Client>> listed;
    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final ListedClients memory;
    private final InstantSource clock;
    private final AtomicBoolean isFollowing = new AtomicBoolean();
    private final Map<String, Step> open = new ConcurrentHashMap<>();
    private volatile Map<String, Client> last = Map.of();
    private volatile Instant next = Instant.MIN;
    private volatile boolean isStarted;
    private volatile boolean isForgetful;

    RemainingClients(
            Changing<Map<String, Client>> listed,
            AuthorizationServerProvider<?, ?, ?> provider,
            ListedClients memory,
            InstantSource clock) {
        this.listed = listed;
        this.provider = provider;
        this.memory = memory;
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
        return now != last || !clock.instant().isBefore(next);
    }

    private void follow(Map<String, Client> now) {
        Map<String, Client> before = last;
        last = now;
        before.forEach((id, client) -> open(client, false, now.containsKey(id)));
        now.forEach((id, client) -> open(client, true, before.containsKey(id)));
        compare(now);
        open.values().forEach(this::take);
        next = clock.instant().plus(open.isEmpty() && !isForgetful ? LOOK : PACE);
    }

    /** With what other nodes, and those before the start, have on their lists. */
    private void compare(Map<String, Client> now) {
        if (isStarted && now.isEmpty()) {
            return;
        }
        try {
            Set<String> known = memory.ids();
            if (!isStarted) {
                known.stream().filter(id -> !now.containsKey(id)).forEach(id -> open.put(id, gone(id)));
            }
            now.values().stream()
                    .filter(client -> !known.contains(client.clientId()))
                    .forEach(client -> open.putIfAbsent(client.clientId(), new Step(client, true, false)));
            isStarted = true;
            isForgetful = false;
        } catch (RuntimeException e) {
            if (!isForgetful) {
                tell(e);
            }
            isForgetful = true;
        }
    }

    /** Nothing but the identifier is known of a client that left while no server was there. */
    private static Step gone(String id) {
        Client client = new Client(id, ClientMetadata.builder().build(), null, Instant.EPOCH, null);
        return new Step(client, false, false);
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
                memory.add(id);
            } else {
                provider.deleteClient(step.client());
                // last, so that a server that ends before is not the last to know
                memory.remove(id);
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
                () -> "MCPO4645 clients that came to clients-file or are there no more cannot be restored or lose"
                        + " their grants now, which is told once and tried again: " + reason);
    }
}
