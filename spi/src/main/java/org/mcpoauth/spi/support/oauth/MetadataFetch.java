package org.mcpoauth.spi.support.oauth;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
import org.mcpoauth.spi.support.http.DocumentShelf;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Fetches metadata documents of one kind, reads them strictly and remembers them while they are fresh. */
public final class MetadataFetch<T> {
    private final StrictJson json;
    private final FetchKind kind;
    private final Function<JsonObject, T> reader;
    private final DocumentCache<T> cache;

    /**
     * Fetches documents that a reader turns into values, or refuses by {@link IllegalArgumentException}.
     *
     * @param shelf where they outlive the process
     */
    public MetadataFetch(
            GuardedHttp http, StrictJson json, FetchKind kind, Function<JsonObject, T> reader, DocumentShelf shelf) {
        this.json = json;
        this.kind = kind;
        this.reader = reader;
        this.cache = new DocumentCache<>(http, kind, this::read, CacheLimits.standard(), shelf);
    }

    /**
     * The first document at some places: one that is remembered, else the first of those that are asked in order.
     *
     * @param genuine whether a document is about what is looked for; others are given and not remembered
     * @return the document, empty when all places answered 4xx; anything else that is no document is an exception
     */
    public Optional<T> first(List<URI> locations, Predicate<? super T> genuine) {
        return remembered(locations, genuine).or(() -> firstOf(locations, location -> cache.get(location, genuine)));
    }

    /** The first document at some places that is remembered and fresh; nobody is asked. */
    public Optional<T> remembered(List<URI> locations, Predicate<? super T> genuine) {
        return locations.stream()
                .map(location -> cache.kept(location, genuine))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** The same as {@link #first} without what is remembered. */
    public Optional<T> refreshedFirst(List<URI> locations, Predicate<? super T> genuine) {
        return firstOf(locations, location -> cache.refresh(location, genuine));
    }

    /** Forgets the document of a place. */
    public void forget(URI location) {
        cache.forget(location);
    }

    /** What later places had is forgotten: it must not win over this one another time. */
    private Optional<T> firstOf(List<URI> locations, Function<URI, FetchResult<T>> asked) {
        for (int i = 0; i < locations.size(); i++) {
            Optional<T> found = found(asked.apply(locations.get(i)));
            if (found.isPresent()) {
                locations.subList(i + 1, locations.size()).forEach(cache::forget);
                return found;
            }
        }
        return Optional.empty();
    }

    private static <T> Optional<T> found(FetchResult<T> result) {
        return result instanceof FetchResult.Found<T> found ? Optional.of(found.value()) : Optional.empty();
    }

    private T read(byte[] body) {
        try {
            return reader.apply(json.readObject(body, JsonLimits.METADATA));
        } catch (MalformedException e) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, kind.rule(), "not strict JSON", e);
        } catch (IllegalArgumentException e) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, kind.rule(), "unusable metadata: " + e.getMessage(), e);
        }
    }
}
