package org.mcpoauth.server.authorization.client;

import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * The assertions of clients that were used, until they end. The store refuses what is too much for a room, so nobody may
 * fill one: registered clients and published ones, of which anybody can make any number, have 256 rooms each, and a
 * client, or all together that are published on one host, has a sixteenth of what is left of its room, and a few places in
 * any case. So the more hosts somebody has, the less each of them takes, and who comes new still finds places.
 */
final class SpentAssertions {
    /** How many live assertions each of the 64 parts of a share has at most, so that few are ever counted. */
    static final int MAX_IN_PART = 64;

    private static final int PARTS = 64;
    private static final int SHARERS = 16;
    // less than a store has, so that nobody is refused for want of room before the shares are down to their least
    private static final int ROOM = 72_000;

    private static final String REGISTERED = "client-assertion.";
    private static final String PUBLISHED = "client-assertion.published.";
    private static final int ROOM_LENGTH = 2;
    private static final int PART_LENGTH = 1;
    private static final Duration WAIT = Duration.ofMinutes(1);

    private final StateStore store;

    private final RoomCounts counts;

    SpentAssertions(StateStore store, InstantSource clock) {
        this.store = store;
        this.counts = new RoomCounts(store, clock);
    }

    /**
     * Remembers an assertion; whether nobody had done so before.
     *
     * @throws TooManyRequestsException if there is no room in its share
     */
    boolean add(Client client, String jwtId, Duration left) {
        String sharer = sharer(client);
        String digest = Sha256.base64Url(jwtId);
        // the two parts are hashed apart, so that no boundary can be moved
        StateKey key = new StateKey(room(client, sharer), Sha256.base64Url(client.clientId()) + digest);
        String part = Sha256.base64Url(sharer) + digest.substring(0, PART_LENGTH);
        requireRoom(key.namespace(), part);
        boolean isFirst = store.putIfAbsent(key, new StateEntry("seen", part), left);
        if (isFirst) {
            counts.add(key.namespace());
        }
        return isFirst;
    }

    private void requireRoom(String room, String part) {
        int allowed = allowedInPart(counts.of(room));
        if (store.scan(room, part, null, allowed).entries().size() >= allowed) {
            throw new TooManyRequestsException(WAIT);
        }
    }

    private static int allowedInPart(long taken) {
        long left = Math.max(0, ROOM - taken) / (SHARERS * PARTS);
        return (int) Math.max(1, Math.min(MAX_IN_PART, left));
    }

    private static String room(Client client, String sharer) {
        String rooms = ClientIdUrl.isUrl(client.clientId()) ? PUBLISHED : REGISTERED;
        return rooms + Sha256.hex(sharer).substring(0, ROOM_LENGTH);
    }

    private static String sharer(Client client) {
        return ClientIdUrl.parse(client.clientId()).map(ClientIdUrl::host).orElse(client.clientId());
    }
}
