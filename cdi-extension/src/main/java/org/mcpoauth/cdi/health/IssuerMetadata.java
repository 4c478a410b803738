package org.mcpoauth.cdi.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.support.check.IssuerNeeds;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.oauth.ServerDiscovery;

/**
 * The metadata of the trusted issuers whose metadata are needed. They count as fresh for as long as keys are kept during
 * an outage, so that a resource that serves on is not taken out of service. Thread-safe.
 */
final class IssuerMetadata implements Supplier<Readiness> {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");
    /** Probes come every few seconds; an issuer that is down is not asked as often. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final List<ResourceServerConfiguration> resources;
    private final Predicate<Issuer> isHere;
    private final McpOAuthServices services;
    private final ServerDiscovery discovery;
    private final Map<Issuer, Instant> seen = new ConcurrentHashMap<>();
    private final Map<Issuer, Instant> failed = new ConcurrentHashMap<>();
    private final Set<Issuer> asking = ConcurrentHashMap.newKeySet();

    IssuerMetadata(List<ResourceServerConfiguration> resources, Predicate<Issuer> isHere, McpOAuthServices services) {
        this.resources = List.copyOf(resources);
        this.isHere = isHere;
        this.services = services;
        this.discovery = new ServerDiscovery(
                GuardedHttp.builder(services.transport(), services.endpointPolicy())
                        .connections(services.connections())
                        .clock(services.clock())
                        .build(),
                StrictJson.create());
    }

    @Override
    public Readiness get() {
        return resources.stream().map(this::of).reduce(Readiness.of(true), Readiness::and);
    }

    private Readiness of(ResourceServerConfiguration resource) {
        List<Issuer> needed = resource.issuers().stream()
                .filter(trusted -> IssuerNeeds.of(resource, trusted).metadata())
                .map(trusted -> trusted.issuer())
                .filter(isHere.negate())
                .toList();
        return IssuerStates.of(
                needed, issuer -> isFresh(issuer, resource.keySetCaching().retainOnError()));
    }

    private boolean isFresh(Issuer issuer, Duration retained) {
        Instant now = services.clock().instant();
        boolean isDue = isDue(issuer, now);
        if (isSeen(issuer, now, retained)) {
            if (isDue) {
                askBehind(issuer, now);
            }
            return true;
        }
        if (isDue) {
            ask(issuer, now);
        }
        return isSeen(issuer, now, retained);
    }

    private boolean isDue(Issuer issuer, Instant now) {
        Instant failure = failed.get(issuer);
        return failure == null || !now.isBefore(failure.plus(PAUSE));
    }

    private boolean isSeen(Issuer issuer, Instant now, Duration retained) {
        Instant last = seen.get(issuer);
        return last != null && now.isBefore(last.plus(retained));
    }

    /** A probe that knows its answer does not wait. */
    private void askBehind(Issuer issuer, Instant now) {
        if (!asking.add(issuer)) {
            return;
        }
        try {
            services.executor().execute(() -> {
                try {
                    ask(issuer, now);
                } finally {
                    asking.remove(issuer);
                }
            });
        } catch (RejectedExecutionException e) {
            asking.remove(issuer);
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4690 no thread to ask for the metadata of " + issuer);
        }
    }

    private void ask(Issuer issuer, Instant now) {
        try {
            discovery.find(issuer);
            seen.put(issuer, now);
            failed.remove(issuer);
        } catch (McpOAuthException e) {
            failed.put(issuer, now);
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4690 no metadata of " + issuer + ": " + e.getMessage());
        }
    }
}
