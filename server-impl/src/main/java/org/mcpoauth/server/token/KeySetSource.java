package org.mcpoauth.server.token;

import org.jspecify.annotations.Nullable;

/** Gets the key set of one issuer. */
@FunctionalInterface
interface KeySetSource {

    /**
     * Fetches the set.
     *
     * @param previous what came last time, or {@code null}
     * @return the set; with the same keys if the server said that nothing changed
     * @throws org.mcpoauth.api.error.TransportException if no usable set came
     */
    FetchedKeys fetch(@Nullable FetchedKeys previous);

    /**
     * A set that was fetched before this process or by another one.
     *
     * @return the set with the time it was fetched at, or {@code null}
     */
    default @Nullable FetchedKeys kept() {
        return null;
    }
}
