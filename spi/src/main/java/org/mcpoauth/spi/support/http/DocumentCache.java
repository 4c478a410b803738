package org.mcpoauth.spi.support.http;

import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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
 * of peers a cache of its own, so that strangers cannot push out documents that matter. Within a circle a host
 * that takes more than a sixteenth of the room pushes out its own first.
 *
 * @param <T> what a document is parsed to; immutable
 */
public final class DocumentCache<T> {
    private final GuardedHttp http;
    private final FetchKind kind;
    private final Function<byte[], T> parser;
    private final CacheLimits limits;
    private final DocumentShelf shelf;
    private final CachedDocuments<T> documents;
    private final SingleFlight<String, FetchResult<T>> flights;

    /**
     * A cache without documents.
     *
     * @param parser turns the bytes of a document into a value or throws; must not use this cache
     */
    public DocumentCache(GuardedHttp http, FetchKind kind, Function<byte[], T> parser, CacheLimits limits) {
        this(http, kind, parser, limits, DocumentShelf.NONE);
    }

    /**
     * A cache whose documents outlive the process. What the shelf gives is parsed and judged like what is fetched, and
     * used no longer.
     *
     * @param parser turns the bytes of a document into a value or throws; must not use this cache
     * @param shelf where they are kept as well
     */
    public DocumentCache(
            GuardedHttp http, FetchKind kind, Function<byte[], T> parser, CacheLimits limits, DocumentShelf shelf) {
        this.http = Objects.requireNonNull(http, "http");
        this.kind = Objects.requireNonNull(kind, "kind");
        this.parser = Objects.requireNonNull(parser, "parser");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.shelf = Objects.requireNonNull(shelf, "shelf");
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
        return get(uri, anything -> true);
    }

    /**
     * The document at a URL that is kept and fresh; nothing is fetched.
     *
     * @param genuine says of a value whether it is what belongs at that URL; others count as absent
     */
    public Optional<T> kept(URI uri, Predicate<? super T> genuine) {
        Entry<T> entry = documents.find(uri.toString());
        if (entry == null) {
            entry = fromShelf(uri, genuine);
        }
        return entry != null && entry.isFresh(http.now())
                ? Optional.of(entry.value()).filter(genuine)
                : Optional.empty();
    }

    /**
     * The document at a URL as it was when it was fetched last, fresh or not, if it is still remembered; nothing is
     * fetched.
     *
     * @param genuine says of a value whether it is what belongs at that URL; others count as absent
     */
    public Optional<T> last(URI uri, Predicate<? super T> genuine) {
        return Optional.ofNullable(documents.find(uri.toString()))
                .map(Entry::value)
                .filter(genuine);
    }

    /**
     * The same as {@link #get(URI)}; what is fetched goes to the shelf.
     *
     * @param genuine says of a value whether it is what belongs at that URL; others are given and not kept
     */
    public FetchResult<T> get(URI uri, Predicate<? super T> genuine) {
        Entry<T> entry = documents.find(uri.toString());
        Instant now = http.now();
        if (entry != null && entry.isFresh(now)) {
            return new Found<>(entry.value());
        }
        return entry != null && entry.isUsable(now)
                ? getOrStale(uri, entry, now, genuine)
                : fetchOnce(uri, false, genuine);
    }

    /**
     * The document at a URL, fetched now even if a fresh one is kept.
     *
     * @return the document, or the 4xx status that came instead
     * @throws TransportException as {@link #get} does; a kept document stays
     * @throws ResponseViolationException as {@link #get} does; a kept document stays
     */
    public FetchResult<T> refresh(URI uri) {
        return refresh(uri, anything -> true);
    }

    /**
     * The same as {@link #refresh(URI)}; what is fetched goes to the shelf.
     *
     * @param genuine says of a value whether it is what belongs at that URL; others are given and not kept
     */
    public FetchResult<T> refresh(URI uri, Predicate<? super T> genuine) {
        return fetchOnce(uri, true, genuine);
    }

    /** Forgets the document at a URL, on the shelf too. */
    public void forget(URI uri) {
        documents.remove(uri.toString());
        shelf.remove(uri);
    }

    private FetchResult<T> getOrStale(URI uri, Entry<T> stale, Instant now, Predicate<? super T> genuine) {
        if (now.isBefore(stale.retryAt()) || flights.isUnderWay(uri.toString())) {
            return new Found<>(stale.value());
        }
        try {
            if (fetchOnce(uri, false, genuine) instanceof Found<T> found) {
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

    private FetchResult<T> fetchOnce(URI uri, boolean always, Predicate<? super T> genuine) {
        return flights.run(uri.toString(), () -> fetch(uri, always, genuine));
    }

    private FetchResult<T> fetch(URI uri, boolean always, Predicate<? super T> genuine) {
        Entry<T> previous = documents.find(uri.toString());
        if (!always && previous != null && previous.isFresh(http.now())) {
            // another flight landed after this thread had looked
            return new Found<>(previous.value());
        }
        FetchResult<Document> fetched = http.getJson(uri, kind, previous == null ? null : previous.document());
        if (fetched instanceof Absent<Document> && limits.maxStale().isZero()) {
            documents.remove(uri.toString());
            if (always || previous != null) {
                shelf.remove(uri);
            }
        }
        return fetched.map(document -> keep(uri, previous, document, genuine));
    }

    private T keep(URI uri, @Nullable Entry<T> previous, Document document, Predicate<? super T> genuine) {
        T value = value(previous, document);
        boolean isForbidden = limits.noStoreObeyed() && !document.storable();
        if (isForbidden || !genuine.test(value)) {
            // what the place had before is no longer its word either
            forget(uri);
            return value;
        }
        Instant now = http.now();
        Instant freshUntil = limits.freshUntil(document.freshUntil(), now);
        Instant staleUntil = freshUntil.plus(limits.maxStale());
        documents.put(uri.toString(), new Entry<>(value, document, freshUntil, freshUntil, staleUntil));
        if (mayOutliveProcess(document, now)) {
            shelf.save(uri, document, freshUntil);
        }
        return value;
    }

    /** What is not to be reused may be in memory for a moment, and nowhere else (RFC 9111, section 5.2.2.5). */
    private static boolean mayOutliveProcess(Document document, Instant now) {
        Instant said = document.freshUntil();
        return said == null || said.isAfter(now);
    }

    /** A document that claims to be fresh for longer than any, that is broken or of something else is none. */
    private @Nullable Entry<T> fromShelf(URI uri, Predicate<? super T> genuine) {
        Document document = shelf.load(uri);
        Instant end = document == null ? null : document.freshUntil();
        Instant now = http.now();
        if (document == null || end == null || !end.isAfter(now) || end.isAfter(now.plus(limits.maxFresh()))) {
            return null;
        }
        try {
            T value = parser.apply(document.body());
            Entry<T> entry = new Entry<>(value, document, end, end, end.plus(limits.maxStale()));
            if (genuine.test(value)) {
                documents.adopt(uri.toString(), entry);
                return entry;
            }
        } catch (McpOAuthException broken) {
            // is fetched, and replaced then
        }
        return null;
    }

    private T value(@Nullable Entry<T> previous, Document document) {
        if (previous != null && previous.document().body() == document.body()) {
            // the server said that nothing changed
            return previous.value();
        }
        return parser.apply(document.body());
    }
}
