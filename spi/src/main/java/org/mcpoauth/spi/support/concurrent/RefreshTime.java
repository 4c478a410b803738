package org.mcpoauth.spi.support.concurrent;

import java.time.Duration;
import org.mcpoauth.spi.http.Connections;

/** How long one node may be about a refresh that nobody must repeat or break off. */
public final class RefreshTime {
    /** A node that was stopped for longer between asking for its turn and using it does not rely on it. */
    public static final Duration TO_BEGIN = Duration.ofSeconds(5);

    /** One request, and one more with the nonce that the server wanted (RFC 9449, section 8). */
    private static final int REQUESTS = 2;
    /** The file of a store is waited for so long, a statement of a data base for less. */
    private static final Duration TO_STORE = Duration.ofSeconds(10);

    private RefreshTime() {}

    /** The longest time from asking for a turn to stored tokens. */
    public static Duration longest(Connections connections) {
        return TO_BEGIN.plus(connections.requestTimeout().multipliedBy(REQUESTS))
                .plus(TO_STORE);
    }
}
