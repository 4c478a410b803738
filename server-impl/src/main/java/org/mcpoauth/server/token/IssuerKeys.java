package org.mcpoauth.server.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.concurrent.SingleFlight;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * The keys of one issuer, fetched when they are first needed and kept. A set that is no longer fresh is
 * renewed behind the requests, which go on with it for up to a day. A token with an unknown {@code kid}
 * has the set fetched anew, once per cool-down whatever the tokens name, so that strangers cannot make
 * this server call the issuer at will. At most one fetch is under way. Thread-safe.
 */
final class IssuerKeys implements KeyCandidates {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");
    private static final Duration COOL_DOWN = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_GOOD = Duration.ofHours(24);
    private static final Duration DEFAULT_FRESH = Duration.ofMinutes(10);
    private static final Duration MIN_FRESH = Duration.ofMinutes(1);
    private static final Duration MAX_FRESH = Duration.ofHours(1);

    private final InstantSource clock;
    private final Executor executor;
    private final Issuer issuer;
    private final KeySetSource source;
    private final SingleFlight<Issuer, FetchedKeys> fetches = new SingleFlight<>(Issuer::uri);
    // both are written by the one fetch under way
    private volatile Attempts attempts = Attempts.NONE;
    private volatile @Nullable FetchedKeys current;
    private volatile Runnable whenKeysGo = () -> {};

    IssuerKeys(Issuer issuer, KeySetSource source, InstantSource clock, Executor executor) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
        this.executor = executor;
    }

    @Override
    public List<VerificationKey> candidates(@Nullable String keyId, JwsAlgorithm algorithm) {
        FetchedKeys before = usable();
        List<VerificationKey> known = before.keys().candidates(keyId, algorithm);
        if (!known.isEmpty()) {
            return known;
        }
        return refetched(before).candidates(keyId, algorithm);
    }

    private FetchedKeys usable() {
        FetchedKeys keys = current;
        Instant now = clock.instant();
        if (keys == null || !now.isBefore(keys.fetchedAt().plus(LAST_GOOD))) {
            return attempts.isDue(now) ? fetch() : failAgain(now);
        }
        if (!now.isBefore(freshUntil(keys)) && attempts.isDue(now)) {
            renewBehind();
        }
        return keys;
    }

    /** RFC 9111 says how long; we neither ask all the time nor trust a set for too long. */
    private static Instant freshUntil(FetchedKeys keys) {
        Instant stated = keys.document().freshUntil();
        Instant fetched = keys.fetchedAt();
        if (stated == null) {
            return fetched.plus(DEFAULT_FRESH);
        }
        Instant earliest = fetched.plus(MIN_FRESH);
        Instant latest = fetched.plus(MAX_FRESH);
        return stated.isBefore(earliest) ? earliest : stated.isAfter(latest) ? latest : stated;
    }

    private JwkSet refetched(FetchedKeys before) {
        FetchedKeys latest = current;
        if (latest != null && !latest.equals(before)) {
            return latest.keys();
        }
        Instant now = clock.instant();
        if (attempts.isCooledDown(now) || fetches.isUnderWay(issuer)) {
            return fetch().keys();
        }
        if (attempts.failure() != null) {
            return failAgain(now).keys();
        }
        return before.keys();
    }

    private void renewBehind() {
        try {
            executor.execute(() -> {
                try {
                    fetch();
                } catch (TransportException keptAsAttempt) {
                    LOG.log(System.Logger.Level.DEBUG, "MCPO4003 the last good key set stays in use");
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4004 no thread to renew a key set", e);
        }
    }

    private FetchedKeys fetch() {
        return fetches.run(issuer, this::fetched);
    }

    @Override
    public void whenKeysGo(Runnable action) {
        whenKeysGo = action;
    }

    private FetchedKeys fetched() {
        Instant start = clock.instant();
        try {
            FetchedKeys before = current;
            FetchedKeys keys = source.fetch(before);
            current = keys;
            attempts = Attempts.succeeded(start);
            if (before != null && keys.lacksOneOf(before)) {
                LOG.log(System.Logger.Level.INFO, () -> "MCPO4020 a key of " + issuer + " is gone");
                whenKeysGo.run();
            }
            return keys;
        } catch (TransportException e) {
            attempts = attempts.failed(start, e);
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4002 no key set: " + e.getMessage());
            throw e;
        }
    }

    private FetchedKeys failAgain(Instant now) {
        Attempts last = attempts;
        TransportException failure = last.failure();
        if (failure == null) {
            return fetch();
        }
        throw new TransportException(
                failure.code(), failure.uri(), "no usable keys yet", Duration.between(now, last.dueAt()), failure);
    }

    /**
     * What became of the last fetch.
     *
     * @param startedAt when it began, or {@code null} before the first one
     * @param failures how many failed in a row
     * @param failure why the last one failed, or {@code null} if it did not
     */
    private record Attempts(
            @Nullable Instant startedAt,
            int failures,
            @Nullable TransportException failure) {
        private static final Attempts NONE = new Attempts(null, 0, null);

        static Attempts succeeded(Instant at) {
            return new Attempts(at, 0, null);
        }

        Attempts failed(Instant at, TransportException cause) {
            return new Attempts(at, Math.min(failures + 1, 6), cause);
        }

        /** After failures the wait doubles up to the cool-down. */
        Instant dueAt() {
            if (startedAt == null) {
                return Instant.MIN;
            }
            Duration wait = FIRST_RETRY.multipliedBy(1L << failures).dividedBy(2);
            return failures == 0 ? startedAt : startedAt.plus(wait.compareTo(COOL_DOWN) < 0 ? wait : COOL_DOWN);
        }

        boolean isDue(Instant now) {
            return !now.isBefore(dueAt());
        }

        boolean isCooledDown(Instant now) {
            return startedAt == null || !now.isBefore(startedAt.plus(COOL_DOWN));
        }
    }
}
