package org.mcpoauth.spi.support.http;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.concurrent.SingleFlight;
import org.mcpoauth.spi.support.http.CachedDocuments.Entry;
import org.mcpoauth.spi.support.http.FetchResult.Absent;
import org.mcpoauth.spi.support.http.FetchResult.Found;

/**
 * Fetches documents of one kind and keeps them parsed, as long as their servers say and the limits allow
 * (RFC 9111; RFC 5861, section 4).
 *
 * <p>Of several threads that want one URL at a time, one fetches it and the others share the outcome, also
 * a failure; no lock is held meanwhile, and nobody suffers from the interruption of another thread. A
 * document that cannot be fetched or parsed is never kept and never replaces a good one. Give each circle
 * of peers a cache of its own, so that strangers cannot push out documents that matter.
 *
 * @param <T> what a document is parsed to; immutable
 */
public final class DocumentCache<T> {
    private final GuardedHttp http;
    private final FetchKind kind;
    private final Function<byte[], T> parser;
    private final CacheLimits limits;
    private final CachedDocuments<T> documents;
    private final SingleFlight<String, FetchResult<T>> flights;

    /**
     * A cache without documents.
     *
     * @param parser turns the bytes of a document into a value or throws; must not use this cache
     */
    public DocumentCache(GuardedHttp http, FetchKind kind, Function<byte[], T> parser, CacheLimits limits) {
        this.http = Objects.requireNonNull(http, "http");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.parser = Objects.requireNonNull(parser, "parser");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.documents = new CachedDocuments<>(limits.maxEntries(), limits.maxBytes());
        this.flights = new SingleFlight<>(URI::create, kind.timeout());
    }

    /**
     * The document at a URL: the kept one while it is fresh, else fetched. When that fails, or is under way
     * already, a stale one serves within the limits.
     *
     * @return the document, or the 4xx status that came instead, which is not kept
     * @throws TransportException as {@link GuardedHttp#getJson(URI, FetchKind)} does
     * @throws ResponseViolationException as {@link GuardedHttp#getJson(URI, FetchKind)} or the parser do
     */
    public FetchResult<T> get(URI uri) {
        Entry<T> entry = documents.find(uri.toString());
        Instant now = http.now();
        if (entry != null && entry.isFresh(now)) {
            return new Found<>(entry.value());
        }
        return entry != null && entry.isUsable(now) ? getOrStale(uri, entry, now) : fetchOnce(uri, false);
    }

    /**
     * The document at a URL, fetched now even if a fresh one is kept.
     *
     * @return the document, or the 4xx status that came instead
     * @throws TransportException as {@link #get} does; a kept document stays
     * @throws ResponseViolationException as {@link #get} does; a kept document stays
     */
    public FetchResult<T> refresh(URI uri) {
        return fetchOnce(uri, true);
    }

    private FetchResult<T> getOrStale(URI uri, Entry<T> stale, Instant now) {
        if (now.isBefore(stale.retryAt()) || flights.isUnderWay(uri.toString())) {
            return new Found<>(stale.value());
        }
        try {
            if (fetchOnce(uri, false) instanceof Found<T> found) {
                return found;
            }
        } catch (McpOAuthException e) {
            if (e.code() == FailureCode.INTERRUPTED) {
                throw e;
            }
        }
        documents.replace(uri.toString(), stale, stale.retriedAt(http.now().plus(limits.retryDelay())));
        return new Found<>(stale.value());
    }

    private FetchResult<T> fetchOnce(URI uri, boolean always) {
        return flights.run(uri.toString(), () -> fetch(uri, always));
    }

    private FetchResult<T> fetch(URI uri, boolean always) {
        Entry<T> previous = documents.find(uri.toString());
        if (!always && previous != null && previous.isFresh(http.now())) {
            // another flight landed after this thread had looked
            return new Found<>(previous.value());
        }
        FetchResult<Document> fetched = http.getJson(uri, kind, previous == null ? null : previous.document());
        if (fetched instanceof Absent<Document> && limits.maxStale().isZero()) {
            documents.remove(uri.toString());
        }
        return fetched.map(document -> keep(uri, previous, document));
    }

    private T keep(URI uri, @Nullable Entry<T> previous, Document document) {
        T value = value(previous, document);
        Instant now = http.now();
        Instant freshUntil = limits.freshUntil(document.freshUntil(), now);
        Instant staleUntil = freshUntil.plus(limits.maxStale());
        documents.put(uri.toString(), new Entry<>(value, document, freshUntil, freshUntil, staleUntil));
        return value;
    }

    private T value(@Nullable Entry<T> previous, Document document) {
        if (previous != null && previous.document().body() == document.body()) {
            // the server said that nothing changed
            return previous.value();
        }
        return parser.apply(document.body());
    }
}
