package org.mcpoauth.server.authorization.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.TestClock;
import org.mcpoauth.server.authorization.limit.TooManyRequestsException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** RFC 7523, section 3, item 7: each counts once, and nobody takes the room that it needs for that from others. */
class SpentAssertionsTest {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String HOST = "app.example";

    private final TestClock clock = new TestClock();
    private final StateStore store = new InMemoryStateStore(clock, StoreLimits.defaults());
    private final SpentAssertions spent = new SpentAssertions(store, clock);

    private static Client published(String host) {
        return new Client(
                "https://" + host + "/client.json", ClientMetadata.builder().build(), null, Instant.EPOCH, null);
    }

    /** What others have in the room of a host. */
    private void fill(String host, int entries) {
        String room = "client-assertion.published." + Sha256.hex(host).substring(0, 2);
        IntStream.range(0, entries)
                .forEach(i -> store.putIfAbsent(
                        new StateKey(room, "of-others-" + i), new StateEntry("seen", "host-" + i / 64), LONGEST));
    }

    /** How many of a hundred are taken that fall into one part of the share of a host. */
    private int takenInOnePart(String host) {
        List<String> ids = IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "id-" + i)
                .filter(id -> Sha256.base64Url(id).startsWith("A"))
                .limit(100)
                .toList();
        int taken = 0;
        for (String id : ids) {
            try {
                taken += spent.add(published(host), id, LONGEST) ? 1 : 0;
            } catch (TooManyRequestsException full) {
                return taken;
            }
        }
        return taken;
    }

    @Test
    void eachCountsOnce() {
        Client client = published("app.example");

        assertTrue(spent.add(client, "1", LONGEST));
        assertFalse(spent.add(client, "1", LONGEST));
        assertTrue(spent.add(published("other.example"), "1", LONGEST), "of each client");
    }

    /** Shares of 4096 whatever is left would let 25 hosts fill a room and shut out everybody else in it. */
    @ParameterizedTest
    @CsvSource({"0, 64", "1000, 64", "32768, 38", "60000, 11", "71500, 1", "99000, 1"})
    void theFullerARoomIsTheLessOneHostTakes(int entries, int places) {
        fill(HOST, entries);

        assertEquals(places, takenInOnePart(HOST), "of each of the 64 parts");
        assertTrue(spent.add(published("other-" + HOST), "id", LONGEST), "other rooms are not concerned");
    }

    @Test
    void allSpellingsOfAHostShareOnePart() {
        assertEquals(64, takenInOnePart(HOST));
        assertEquals(0, takenInOnePart("APP.example"));
    }

    @Test
    void whatOtherNodesAddIsNoticed() {
        assertTrue(spent.add(published(HOST), "before", LONGEST));
        fill(HOST, 60_000);
        clock.advance(Duration.ofSeconds(5));

        assertEquals(11, takenInOnePart(HOST));
    }
}
