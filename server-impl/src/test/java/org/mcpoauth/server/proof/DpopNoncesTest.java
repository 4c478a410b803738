package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.Changing;

@DisplayName("RFC 9449, sections 8 and 9: nonces of the server")
class DpopNoncesTest {
    private static final Secret OLD = Secret.of("old-key-of-thirty-two-characters!");
    private static final Secret NEW = Secret.of("new-key-of-thirty-two-characters!");
    private static final String SERVER = "https://mcp.example/mcp";

    private final MovableClock clock = new MovableClock();

    private DpopNonces nonces(Secret... keys) {
        return new DpopNonces(Changing.of(List.of(keys)), SERVER, clock);
    }

    @Test
    void aNonceIsAcceptedInItsWindowAndTheNext() {
        DpopNonces nonces = nonces(OLD);
        String nonce = nonces.current();
        assertTrue(nonces.accepts(nonce) && nonces.isCurrent(nonce));

        clock.move(DpopNonces.WINDOW);
        assertTrue(nonces.accepts(nonce));
        assertFalse(nonces.isCurrent(nonce), "there is a new one");

        clock.move(DpopNonces.WINDOW);
        assertFalse(nonces.accepts(nonce));
    }

    @Test
    void aNonceOfALaterWindowIsNotAcceptedBefore() {
        MovableClock ahead = new MovableClock();
        ahead.move(DpopNonces.WINDOW.plus(DpopNonces.WINDOW));
        String early = new DpopNonces(Changing.of(List.of(OLD)), SERVER, ahead).current();
        assertFalse(nonces(OLD).accepts(early));
    }

    @Test
    void nodesWithOneKeyAcceptEachOthersNonces() {
        assertTrue(nonces(OLD).accepts(nonces(OLD).current()));
    }

    @Test
    void aNewKeyMakesNoncesAtOnceAndTheOldOneIsStillAccepted() {
        String before = nonces(OLD).current();
        DpopNonces rotated = nonces(NEW, OLD);
        assertTrue(rotated.accepts(before));
        assertNotEquals(before, rotated.current());
        assertTrue(nonces(OLD, NEW).accepts(rotated.current()), "a node that is not switched yet");
        assertFalse(nonces(NEW).accepts(before), "the old key is retired");
    }

    @Test
    void aNonceOfAnotherServerIsNotAccepted() {
        String other = new DpopNonces(Changing.of(List.of(OLD)), "https://other.example/mcp", clock).current();
        assertFalse(nonces(OLD).accepts(other));
    }

    @Test
    void withoutKeysTheInstancesOfOneProcessAgree() {
        assertTrue(nonces().accepts(nonces().current()));
        assertFalse(nonces(OLD).accepts(nonces().current()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "nonce", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void whatThisServerDidNotMakeIsNotAccepted(String nonce) {
        assertFalse(nonces(OLD).accepts(nonce));
    }

    @Test
    void aNonceLooksLikeChanceAndFitsAHeader() {
        String nonce = nonces(OLD).current();
        assertEquals(43, nonce.length());
        clock.move(Duration.ofSeconds(150));
        assertNotEquals(nonce, nonces(OLD).current());
    }
}
