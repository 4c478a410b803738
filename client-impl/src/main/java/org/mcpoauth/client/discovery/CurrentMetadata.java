package org.mcpoauth.client.discovery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;

/**
 * Has the metadata of authorization servers read anew before they cease to be fresh, when there is a sign that they
 * changed. Whoever can bring such a sign about causes one fetch a minute from one issuer. Safe for use by several
 * threads.
 */
public final class CurrentMetadata {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MANY = 1_000;

    private final Discovery discovery;
    private final InstantSource clock;
    private final ConcurrentMap<Issuer, Instant> readAt = new ConcurrentHashMap<>();

    public CurrentMetadata(Discovery discovery, InstantSource clock) {
        this.discovery = discovery;
        this.clock = clock;
    }

    /** The metadata as the issuer publishes them now, or did when somebody looked a moment ago. */
    public AuthorizationServerMetadata of(Issuer issuer) {
        return isDue(issuer) ? discovery.refreshAuthorizationServer(issuer) : discovery.authorizationServer(issuer);
    }

    /** Of several threads that ask at a time one is told to look. */
    private boolean isDue(Issuer issuer) {
        Instant now = clock.instant();
        if (readAt.size() >= MANY) {
            readAt.values().removeIf(before -> !isPaused(before, now));
        }
        Instant before = readAt.get(issuer);
        if (isPaused(before, now)) {
            return false;
        }
        return before == null ? readAt.putIfAbsent(issuer, now) == null : readAt.replace(issuer, before, now);
    }

    private static boolean isPaused(@Nullable Instant before, Instant now) {
        return before != null && now.isBefore(before.plus(PAUSE));
    }
}
