package org.mcpoauth.jcache;

import java.time.InstantSource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.store.StateStoreProvider;

/**
 * Opens a cache by its location, for {@code mcp.oauth.store=jcache}: the name of a cache of the default
 * manager; {@code uri#name} for another manager of the engine; {@code java:…} for a cache that the server
 * has bound. The cache is declared with the engine and never made here.
 */
public final class JCacheStateStoreProvider implements StateStoreProvider {

    /** For the loader of services. */
    public JCacheStateStoreProvider() {}

    @Override
    public String kind() {
        return "jcache";
    }

    @Override
    public StateStore open(String location, InstantSource clock) {
        return CacheLocation.parse(location).open(clock);
    }
}
