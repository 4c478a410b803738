package org.mcpoauth.server.authorization.ready;

import java.time.Instant;
import org.mcpoauth.spi.store.StateEntry;

/**
 * That a client was removed, and perhaps came back. Tokens tell the second in which they were issued, so that is what
 * decides.
 *
 * @param end when all tokens of before are over
 * @param removed the second of the removal
 * @param back the second from which tokens count again, or {@link #GONE}
 */
record RemovedClient(Instant end, long removed, long back) {
    private static final long GONE = Long.MAX_VALUE;
    // other requests, and nodes whose clocks differ a little, may have seen the client before
    private static final long LEEWAY = 5;
    private static final char SEPARATOR = ' ';

    static RemovedClient at(Instant now, Instant end) {
        return new RemovedClient(end, now.getEpochSecond(), GONE);
    }

    /** Reads what {@link #entry} wrote. */
    static RemovedClient parse(String text) {
        int first = text.indexOf(SEPARATOR);
        int second = text.indexOf(SEPARATOR, first + 1);
        return new RemovedClient(
                Instant.ofEpochMilli(Long.parseLong(text.substring(0, first))),
                Long.parseLong(text.substring(first + 1, second)),
                Long.parseLong(text.substring(second + 1)));
    }

    StateEntry entry() {
        return StateEntry.of("" + end.toEpochMilli() + SEPARATOR + removed + SEPARATOR + back);
    }

    /** No token of the second of the removal counts: it may be of before. */
    RemovedClient back(Instant now) {
        return new RemovedClient(end, removed, Math.max(now.getEpochSecond() - LEEWAY, removed + 1));
    }

    boolean isBack() {
        return back != GONE;
    }

    /** Whether another removal ends nothing more. */
    boolean covers(RemovedClient other) {
        return !isBack() && !end.isBefore(other.end);
    }

    boolean isEnded(ReadyAccessToken token) {
        return token.issuedAt().getEpochSecond() < back;
    }
}
