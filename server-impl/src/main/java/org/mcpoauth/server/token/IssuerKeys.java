package org.mcpoauth.server.token;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.support.concurrent.SingleFlight;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * The keys of one issuer, fetched when they are first needed and kept. A set that is no longer fresh is
 * renewed behind the requests, which go on with it as long as the configuration allows. A token with an
 * unknown {@code kid} has the set fetched anew, once per cool-down whatever the tokens name, so that
 * strangers cannot make this server call the issuer at will. At most one fetch is under way. Thread-safe.
 */
final class IssuerKeys implements KeyCandidates {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");
    /** An issuer that forbids caching is not asked for every token all the same. */
    private static final Duration LEAST_FRESH = Duration.ofMinutes(1);

    private final Issuer issuer;
    private final KeySetSource source;
    private final KeySetCaching caching;
    private final InstantSource clock;
    private final Executor executor;
    private final SecureRandom random = new SecureRandom();
    private final SingleFlight<Issuer, FetchedKeys> fetches = new SingleFlight<>(Issuer::uri);
    // when the renewal that waits for a thread, or has one, was ordered
    private final AtomicReference<@Nullable Instant> renewal = new AtomicReference<>();
    // both are written by the one fetch under way
    private volatile FetchAttempts attempts = FetchAttempts.NONE;
    private volatile @Nullable FetchedKeys current;
    // follows current
    private volatile @Nullable Fresh fresh;
    private final List<Runnable> whenKeysGo = new CopyOnWriteArrayList<>();

    IssuerKeys(Issuer issuer, KeySetSource source, KeySetCaching caching, InstantSource clock, Executor executor) {
        this.issuer = issuer;
        this.source = source;
        this.caching = caching;
        this.clock = clock;
        this.executor = executor;
    }

    /** Keys of which nothing has to be asked before a time: what nearly every token meets, worked out once. */
    private record Fresh(FetchedKeys keys, Instant until) {}

    /** Why somebody wants a set; other wishes are not met by an outcome but look at what it left. */
    private enum Wish {
        FIRST,
        RENEWAL,
        UNKNOWN_KEY
    }

    @Override
    public List<VerificationKey> candidates(@Nullable String keyId, JwsAlgorithm algorithm) {
        FetchedKeys before = usable();
        List<VerificationKey> known = before.keys().candidates(keyId, algorithm);
        if (!known.isEmpty()) {
            return known;
        }
        return afterUnknownKey(before).keys().candidates(keyId, algorithm);
    }

    @Override
    public void whenKeysGo(Runnable action) {
        whenKeysGo.add(action);
    }

    @Override
    public boolean areThere() {
        try {
            return !usable().keys().keys().isEmpty();
        } catch (TransportException toldByTheFetch) {
            return false;
        }
    }

    private FetchedKeys usable() {
        Instant now = clock.instant();
        Fresh kept = fresh;
        return kept != null && now.isBefore(kept.until()) ? kept.keys() : renewing(now);
    }

    private FetchedKeys renewing(Instant now) {
        FetchedKeys keys = current;
        if (keys == null || isTooOld(keys, now)) {
            keys = first(now);
        }
        if (isStale(keys, now) && attempts.isDue(now)) {
            renewBehind(now);
        }
        return keys;
    }

    private FetchedKeys first(Instant now) {
        if (!attempts.isDue(now) && !fetches.isUnderWay(issuer)) {
            throw failedBefore(now);
        }
        return fetches.run(issuer, Wish.FIRST, this::keptOrFetched);
    }

    private FetchedKeys keptOrFetched() {
        Instant now = clock.instant();
        FetchedKeys keys = current;
        if (keys != null && !isTooOld(keys, now)) {
            // another flight landed after this thread had looked
            return keys;
        }
        if (!attempts.isDue(now)) {
            throw failedBefore(now);
        }
        FetchedKeys kept = source.kept();
        if (kept == null || isTooOld(kept, now)) {
            return fetched();
        }
        take(kept);
        return kept;
    }

    private FetchedKeys afterUnknownKey(FetchedKeys before) {
        return mayAsk() || fetches.isUnderWay(issuer)
                ? fetches.run(issuer, Wish.UNKNOWN_KEY, () -> askedOnce(before))
                : unasked(before);
    }

    private FetchedKeys askedOnce(FetchedKeys before) {
        return latest(before).equals(before) && mayAsk() ? fetched() : unasked(before);
    }

    private boolean mayAsk() {
        return attempts.isCooledDown(clock.instant(), caching.forcedRefreshInterval());
    }

    private FetchedKeys unasked(FetchedKeys before) {
        FetchedKeys latest = latest(before);
        // the new key may be in the set that could not be had
        if (latest.equals(before) && attempts.failure() != null) {
            throw failedBefore(clock.instant());
        }
        return latest;
    }

    private FetchedKeys latest(FetchedKeys before) {
        FetchedKeys keys = current;
        return keys == null ? before : keys;
    }

    private void renewBehind(Instant now) {
        Instant ordered = renewal.get();
        // one is enough; only an executor that lost it gets another one
        boolean wanted = ordered == null || !now.isBefore(ordered.plus(caching.forcedRefreshInterval()));
        if (!wanted || !renewal.compareAndSet(ordered, now)) {
            return;
        }
        try {
            executor.execute(this::renew);
        } catch (RejectedExecutionException e) {
            renewal.set(null);
            LOG.log(System.Logger.Level.WARNING, "MCPO4004 no thread to renew a key set", e);
        }
    }

    private void renew() {
        try {
            fetches.run(issuer, Wish.RENEWAL, this::renewed);
        } catch (TransportException keptAsAttempt) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4003 the last good key set stays in use");
        } finally {
            renewal.set(null);
        }
    }

    private FetchedKeys renewed() {
        FetchedKeys keys = current;
        return keys == null || isStale(keys, clock.instant()) ? fetched() : keys;
    }

    private FetchedKeys fetched() {
        Instant start = clock.instant();
        try {
            FetchedKeys keys = source.fetch(current);
            take(keys);
            attempts = FetchAttempts.succeeded(start);
            return keys;
        } catch (TransportException e) {
            // an interrupted thread says nothing about the issuer
            if (e.code() != FailureCode.INTERRUPTED) {
                noteFailure(start, e);
            }
            throw e;
        }
    }

    private void take(FetchedKeys keys) {
        FetchedKeys before = current;
        current = keys;
        fresh = new Fresh(keys, earlier(freshUntil(keys), tooOldFrom(keys)));
        if (before != null && keys.lacksOneOf(before)) {
            LOG.log(System.Logger.Level.INFO, () -> "MCPO4020 a key of " + issuer + " is gone");
            whenKeysGo.forEach(Runnable::run);
        }
    }

    private void noteFailure(Instant start, TransportException failure) {
        attempts =
                attempts.failed(start, clock.instant(), failure, caching.forcedRefreshInterval(), random.nextDouble());
        LOG.log(System.Logger.Level.WARNING, () -> "MCPO4002 no key set: " + failure.getMessage());
    }

    private TransportException failedBefore(Instant now) {
        FetchAttempts last = attempts;
        Duration wait = last.dueAt() == null || last.isDue(now) ? Duration.ZERO : Duration.between(now, last.dueAt());
        TransportException failure = last.failure();
        FailureCode code = failure == null ? FailureCode.CONNECTION_FAILED : failure.code();
        return new TransportException(code, issuer.uri(), "no usable keys yet", wait, failure);
    }

    private boolean isTooOld(FetchedKeys keys, Instant now) {
        return !now.isBefore(tooOldFrom(keys));
    }

    private Instant tooOldFrom(FetchedKeys keys) {
        return keys.fetchedAt().plus(caching.retainOnError());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private boolean isStale(FetchedKeys keys, Instant now) {
        return !now.isBefore(freshUntil(keys));
    }

    /** RFC 9111 says how long; we neither ask all the time nor trust a set for too long. */
    private Instant freshUntil(FetchedKeys keys) {
        Instant stated = keys.document().freshUntil();
        Instant latest = keys.fetchedAt().plus(caching.refreshInterval());
        if (stated == null || stated.isAfter(latest)) {
            return latest;
        }
        Instant earliest = keys.fetchedAt().plus(LEAST_FRESH);
        return stated.isAfter(earliest) ? stated : earliest.isBefore(latest) ? earliest : latest;
    }
}
