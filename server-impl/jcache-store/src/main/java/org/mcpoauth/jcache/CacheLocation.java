package org.mcpoauth.jcache;

import java.net.URI;
import java.time.InstantSource;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;

/**
 * Where the cache is: {@code java:…}, the JNDI name of a cache; {@code name}, a cache of the default
 * manager; {@code uri#name}, one of the manager with that URI, such as the location of the engine's
 * configuration.
 *
 * @param jndiName the JNDI name, or {@code null}
 * @param manager the URI of the manager, or {@code null} for the default one
 * @param name the name of the cache; empty with a JNDI name
 */
record CacheLocation(@Nullable String jndiName, @Nullable URI manager, String name) {
    static final String KEY = "store.jcache";

    static CacheLocation parse(String text) {
        if (text.startsWith("java:")) {
            return new CacheLocation(text, null, "");
        }
        int hash = text.lastIndexOf('#');
        String name = text.substring(hash + 1);
        if (name.isBlank() || hash == 0) {
            throw problem("is the name of a cache, uri#name or a JNDI name java:…", null);
        }
        return new CacheLocation(null, hash < 0 ? null : uri(text.substring(0, hash)), name);
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw problem("has no URI before the #", null);
        }
    }

    /** Opens the store. A manager that was opened for it is closed with it. */
    JCacheStateStore open(InstantSource clock) {
        return jndiName == null ? openNamed(clock) : JCacheStateStore.opened(lookUp(jndiName), clock, () -> {});
    }

    private JCacheStateStore openNamed(InstantSource clock) {
        CacheManager caches = openManager();
        try {
            return openNamed(caches, clock);
        } catch (RuntimeException e) {
            caches.close();
            throw e;
        }
    }

    private JCacheStateStore openNamed(CacheManager caches, InstantSource clock) {
        try {
            // without types, because few engines are told them where a cache is declared
            Cache<String, String> cache = caches.getCache(name);
            if (cache == null) {
                throw problem("names a cache that is not declared; the engine's defaults would evict", null);
            }
            return JCacheStateStore.opened(cache, clock, caches::close);
        } catch (CacheException | IllegalArgumentException e) {
            throw problem("names a cache that cannot be opened", e);
        }
    }

    private CacheManager openManager() {
        try {
            CachingProvider provider = Caching.getCachingProvider();
            return manager == null
                    ? provider.getCacheManager()
                    : provider.getCacheManager(manager, provider.getDefaultClassLoader());
        } catch (CacheException e) {
            throw problem("cannot be used: there is not exactly one JCache engine, or it did not start", e);
        }
    }

    /** The name comes from the deployer and is of this server, so that no remote directory is asked. */
    @SuppressWarnings("BanJNDI")
    private static Cache<String, String> lookUp(String jndiName) {
        try {
            return InitialContext.doLookup(jndiName);
        } catch (NamingException | ClassCastException e) {
            throw problem("is not the JNDI name of a cache that can be reached here", e);
        }
    }

    private static ConfigurationException problem(String message, @Nullable Exception cause) {
        return new ConfigurationException(FailureCode.CONFIGURATION_INVALID, KEY, message, cause);
    }
}
