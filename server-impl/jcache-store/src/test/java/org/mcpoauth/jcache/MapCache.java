package org.mcpoauth.jcache;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.jspecify.annotations.Nullable;

/** A cache in a map that fails where a test says, before or after it did what it was asked. */
final class MapCache implements InvocationHandler {
    final Map<String, String> cells = new ConcurrentHashMap<>();
    final MutableConfiguration<String, String> configuration = new MutableConfiguration<>();

    /** Calls of this name for keys with this beginning fail. */
    volatile String failingCall = "";

    volatile String failingKeys = "";
    volatile RuntimeException failure = new CacheException("key-and-value-not-to-be-seen");

    /** What another node does just before the next entry is removed. */
    volatile Runnable beforeRemoving = () -> {};

    /** Puts into absent cells are done, and then answered as if they were done before. */
    volatile boolean answersTwice;

    @SuppressWarnings("unchecked") // there are no proxies of parameterized types
    Cache<String, String> cache() {
        return (Cache<String, String>)
                Proxy.newProxyInstance(MapCache.class.getClassLoader(), new Class<?>[] {Cache.class}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) {
        String call = method.getName();
        if (call.equals("getConfiguration")) {
            return configuration;
        }
        if (call.equals(failingCall) && first(arguments[0]).startsWith(failingKeys)) {
            throw failure;
        }
        if (call.equals("remove") && !first(arguments[0]).contains("#")) {
            Runnable once = beforeRemoving;
            beforeRemoving = () -> {};
            once.run();
        }
        return switch (call) {
            case "get" -> cells.get(arguments[0]);
            case "getAll" -> all((Set<?>) arguments[0]);
            case "putIfAbsent" ->
                cells.putIfAbsent((String) arguments[0], (String) arguments[1]) == null && !answersTwice;
            case "replace" -> cells.replace((String) arguments[0], (String) arguments[1], (String) arguments[2]);
            case "remove" -> cells.remove(arguments[0], arguments[1]);
            default -> throw new UnsupportedOperationException(call);
        };
    }

    private static String first(Object keys) {
        return keys instanceof Set<?> all ? (String) all.iterator().next() : (String) keys;
    }

    private Map<String, String> all(Set<?> keys) {
        Map<String, String> found = new TreeMap<>(cells);
        found.keySet().retainAll(keys);
        return found;
    }
}
