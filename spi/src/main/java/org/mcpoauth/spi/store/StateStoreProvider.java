package org.mcpoauth.spi.store;

import java.time.InstantSource;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Opens stores of one kind that is no part of this library, for {@code mcp.oauth.store}. Found by {@link
 * java.util.ServiceLoader}, once, when the runtime is built; needs a public constructor without
 * parameters.
 */
public interface StateStoreProvider {

    /**
     * The kind of store, as a deployer writes it.
     *
     * @return a word such as {@code jcache}; no two providers have the same
     */
    String kind();

    /**
     * Opens a store. The runtime that opened it closes it if it is {@link AutoCloseable}.
     *
     * @param location where it is, in the words of this kind
     * @param clock tells when entries expire
     * @return the store
     * @throws ConfigurationException if nothing can be opened there
     */
    StateStore open(String location, InstantSource clock);
}
