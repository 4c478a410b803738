package org.mcpoauth.client.token;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.mcpoauth.spi.support.concurrent.SingleFlight;
import org.mcpoauth.spi.support.concurrent.Waiting;

/**
 * What callers of one client do together.
 *
 * @param renewals go on beside their callers
 * @param dialogs one for each owner at a time, on the thread of a caller
 */
public record SharedWork(RenewalFlights renewals, SingleFlight<Owner, StoredTokens> dialogs) {
    /** A user takes a while; who waits for somebody else's dialog does not wait for ever. */
    private static final Duration LONGEST_DIALOG = Duration.ofMinutes(5).plusSeconds(5);

    /** Work for the tokens of an MCP server; failures to wait are reported with its URL. */
    public static SharedWork of(URI server, Executor executor, Waiting waiting) {
        return new SharedWork(
                new RenewalFlights(executor, server), new SingleFlight<>(owner -> server, LONGEST_DIALOG, waiting));
    }
}
