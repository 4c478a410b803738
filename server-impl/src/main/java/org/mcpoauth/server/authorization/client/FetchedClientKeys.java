package org.mcpoauth.server.authorization.client;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.server.authorization.client.RecentFetches.Outcome;
import org.mcpoauth.server.authorization.limit.ClientFailures;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.concurrent.SingleFlight;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult;
import org.mcpoauth.spi.support.http.FetchResult.Found;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The keys in a client's metadata, or those at its {@code jwks_uri}, fetched guarded and kept for a while. The last good
 * set serves while its server is down. A set that lacks what is looked for is fetched again, once in a cool-down whatever
 * is looked for, so that strangers cannot make this server call others at will: what is fetched in vain counts for the address
 * that caused it. Thread-safe.
 */
public final class FetchedClientKeys implements ClientKeys {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");
    private static final JwkSet NONE = JwkSet.of(List.of());
    private static final Rule JWK_SET = new Rule("RFC 7517", "5");
    private static final Duration COOL_DOWN = Duration.ofSeconds(30);
    // what a client is told to wait
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);
    // short, so that a client can withdraw a key; together with the time of staleness one day
    private static final CacheLimits LIMITS = CacheLimits.standard()
            .withFresh(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1))
            .withStale(Duration.ofHours(23), COOL_DOWN)
            .withSize(1000, 16L << 20);

    private final DocumentCache<JwkSet> cache;
    // where there is no set at all
    private final RecentFetches failures;
    private final RecentFetches renewals;
    private final SingleFlight<URI, Outcome> flights = new SingleFlight<>(uri -> uri);
    private final ClientFailures strangers;

    /**
     * Makes the lookup.
     *
     * @param http fetches
     * @param json reads key sets
     * @param clock when something may be fetched again
     * @param strangers bounds what is fetched in vain
     */
    public FetchedClientKeys(GuardedHttp http, StrictJson json, InstantSource clock, ClientFailures strangers) {
        this.cache = new DocumentCache<>(http, FetchKind.JWKS, body -> parse(body, json), LIMITS);
        this.failures = new RecentFetches(RETRY_DELAY, clock);
        this.renewals = new RecentFetches(COOL_DOWN, clock);
        this.strangers = strangers;
    }

    private record Fetched(Outcome outcome, JwkSet keys) {}

    @Override
    public JwkSet keys(ClientMetadata metadata, Predicate<JwkSet> suffices, EndpointRequest request) {
        return metadata.jwks()
                .map(FetchedClientKeys::parse)
                .or(() -> metadata.jwksUri().map(uri -> published(uri, suffices, request)))
                .orElse(NONE);
    }

    private JwkSet published(URI uri, Predicate<JwkSet> suffices, EndpointRequest request) {
        JwkSet known = known(uri, request);
        if (suffices.test(known) || failures.find(uri).isPresent()) {
            return known;
        }
        boolean mayBeOutdated = renewal(uri, request) == Outcome.UNREACHABLE;
        JwkSet latest = known(uri, request);
        if (mayBeOutdated && !suffices.test(latest)) {
            throw unavailable();
        }
        return latest;
    }

    /** What is kept, else what is fetched unless that failed a moment ago. */
    private JwkSet known(URI uri, EndpointRequest request) {
        Optional<JwkSet> kept = cache.kept(uri, any -> true);
        Outcome failure = failures.find(uri).orElse(null);
        if (failure == null) {
            Fetched fetched =
                    kept.map(keys -> new Fetched(Outcome.KEYS, keys)).orElseGet(() -> fetchedFor(request, uri));
            if (fetched.outcome() == Outcome.KEYS) {
                return fetched.keys();
            }
            failure = fetched.outcome();
            failures.add(uri, failure);
        }
        if (failure == Outcome.UNREACHABLE) {
            throw unavailable();
        }
        return NONE;
    }

    private Fetched fetchedFor(EndpointRequest request, URI uri) {
        if (!wasGood(uri)) {
            strangers.requireFewFetches(request, place(uri));
        }
        Fetched fetched = strangers.amongFew(request, () -> fetched(() -> cache.get(uri)));
        count(request, uri, fetched.outcome());
        return fetched;
    }

    private Outcome renewal(URI uri, EndpointRequest request) {
        Optional<Outcome> recent = renewals.find(uri);
        if (recent.isPresent()) {
            return recent.get();
        }
        Outcome outcome = strangers.amongFew(request, () -> flights.run(uri, () -> renewed(uri)));
        count(request, uri, outcome);
        return outcome;
    }

    private Outcome renewed(URI uri) {
        Optional<Outcome> recent = renewals.find(uri);
        if (recent.isPresent()) {
            return recent.get();
        }
        Outcome outcome = fetched(() -> cache.refresh(uri)).outcome();
        renewals.add(uri, outcome);
        return outcome;
    }

    /** Where no keys are, the client fails, and that counts already. */
    private void count(EndpointRequest request, URI uri, Outcome outcome) {
        if (outcome == Outcome.UNREACHABLE) {
            strangers.countUnreached(request, place(uri));
        }
    }

    /** What strangers make up on a host does not count against the keys there that were good before. */
    private String place(URI uri) {
        return wasGood(uri) || uri.getHost() == null ? uri.toString() : ClientIdUrl.host(uri);
    }

    private boolean wasGood(URI uri) {
        return cache.last(uri, any -> true).isPresent();
    }

    private static Fetched fetched(Supplier<FetchResult<JwkSet>> fetch) {
        try {
            return fetch.get() instanceof Found<JwkSet> found
                    ? new Fetched(Outcome.KEYS, found.value())
                    : new Fetched(Outcome.NO_KEYS, NONE);
        } catch (TransportException | ResponseViolationException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4521 the keys of a client cannot be fetched: " + e.code());
            return new Fetched(outcome(e), NONE);
        }
    }

    private static Outcome outcome(McpOAuthException failure) {
        if (failure.code() == FailureCode.INTERRUPTED) {
            // says nothing about the client
            throw unavailable();
        }
        return failure instanceof TransportException ? Outcome.UNREACHABLE : Outcome.NO_KEYS;
    }

    /** The same for every place that cannot be reached: nobody learns which names there are inside. */
    private static EndpointException unavailable() {
        return EndpointException.token(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "the keys of the client cannot be had at the moment");
    }

    private static JwkSet parse(byte[] body, StrictJson json) {
        try {
            return JwkSet.parse(json.readObject(body, JsonLimits.JWKS));
        } catch (MalformedException e) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, JWK_SET, "not a JWK Set", e);
        }
    }

    private static JwkSet parse(JsonObject set) {
        try {
            return JwkSet.parse(set);
        } catch (MalformedException e) {
            return NONE;
        }
    }
}
