package org.mcpoauth.jcache;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;

/**
 * The cells of the cache. Each holds a text and is changed by put-if-absent, replace and remove, which
 * compare with the text that was read; no more is asked of an engine. Texts are ASCII, so that all
 * engines compare them alike.
 */
final class Cells {
    private final Cache<String, String> cache;

    Cells(Cache<String, String> cache) {
        this.cache = cache;
    }

    @Nullable
    String get(String key) {
        return call(() -> cache.get(key));
    }

    Map<String, String> getAll(Set<String> keys) {
        return call(() -> cache.getAll(keys));
    }

    boolean putIfAbsent(String key, String text) {
        return call(() -> cache.putIfAbsent(key, text));
    }

    boolean replace(String key, String expected, String text) {
        return call(() -> cache.replace(key, expected, text));
    }

    boolean remove(String key, String expected) {
        return call(() -> cache.remove(key, expected));
    }

    /**
     * What an engine throws is of its own types (Hazelcast's time-outs are no {@code CacheException}),
     * and whatever it is, the state is not known then.
     */
    private static <T extends @Nullable Object> T call(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            // no cause: a message may quote keys and texts
            throw unusable(e.getClass().getSimpleName());
        }
    }

    static StorageException unusable(String why) {
        return new StorageException(
                FailureCode.STORE_UNAVAILABLE, "the cache of the state could not be used: " + why, null);
    }
}
