package org.mcpoauth.spi.support.oauth;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
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

    /** Fetches documents that a reader turns into values, or refuses by {@link IllegalArgumentException}. */
    public MetadataFetch(GuardedHttp http, StrictJson json, FetchKind kind, Function<JsonObject, T> reader) {
        this.json = json;
        this.kind = kind;
        this.reader = reader;
        this.cache = new DocumentCache<>(http, kind, this::read, CacheLimits.standard());
    }

    /** The document, empty when the place answered 4xx; anything else that is no document is an exception. */
    public Optional<T> get(URI location) {
        return found(cache.get(location));
    }

    /** The same without what is remembered. */
    public Optional<T> refresh(URI location) {
        return found(cache.refresh(location));
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
