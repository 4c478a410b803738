package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

@DisplayName("RFC 9449, section 11.1: a proof is used once")
class ProofReplaysTest {
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final String SERVER = "https://mcp.example/mcp";

    private final MovableClock clock = new MovableClock();
    private final InMemoryStateStore store = new InMemoryStateStore(clock, StoreLimits.of(2));
    private final ProofReplays replays = new ProofReplays(store, SERVER, clock, SKEW);

    private DpopProof proof(String key, String id) {
        return new DpopProof(key, id, clock.instant().plusSeconds(90));
    }

    private static void assertReplay(ProofReplays replays, DpopProof proof) {
        TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> replays.requireFirstUse(proof));
        assertEquals(RejectionReason.DPOP_PROOF, e.reason());
    }

    @Test
    void theSecondUseIsAReplayOnEveryNodeWithTheStore() {
        DpopProof proof = proof("key", "1");
        replays.requireFirstUse(proof);
        assertReplay(replays, proof);
        assertReplay(new ProofReplays(store, SERVER, clock, SKEW), proof);
    }

    @Test
    void theIdentifierOfAnotherKeyIsAnother() {
        replays.requireFirstUse(proof("key", "1"));
        replays.requireFirstUse(proof("other", "1"));
    }

    @Test
    void keyAndIdentifierAreNotMixedUp() {
        replays.requireFirstUse(proof("key", "1.2"));
        replays.requireFirstUse(proof("ke", "y1.2"));
    }

    @Test
    void aProofIsRememberedUntilItIsTooOldForEveryNode() {
        DpopProof proof = proof("key", "1");
        replays.requireFirstUse(proof);
        MovableClock behind = new MovableClock();
        clock.move(Duration.ofSeconds(90).plus(SKEW).minusMillis(1));
        behind.move(Duration.ofSeconds(89));
        assertReplay(new ProofReplays(store, SERVER, behind, SKEW), proof);
    }

    @Test
    void aProofThatIsTooOldByNowIsNotAccepted() {
        DpopProof proof = proof("key", "1");
        clock.move(Duration.ofSeconds(90));
        assertReplay(replays, proof);
    }

    @Test
    void aFullStoreRefusesNewProofsAndForgetsNone() {
        DpopProof first = proof("key", "1");
        replays.requireFirstUse(first);
        replays.requireFirstUse(proof("key", "2"));
        StorageException e = assertThrows(StorageException.class, () -> replays.requireFirstUse(proof("key", "3")));
        assertEquals(FailureCode.STORE_FULL, e.code());
        assertReplay(replays, first);

        clock.move(Duration.ofSeconds(90).plus(SKEW));
        replays.requireFirstUse(proof("key", "4"));
    }

    /** Nothing is unbounded per principal: a key fills one part of sixteen, whatever it sends. */
    @Test
    void oneKeyCannotUseUpTheRoomOfAllOthers() {
        replays.requireFirstUse(proof("key", "1"));
        replays.requireFirstUse(proof("key", "2"));
        assertThrows(StorageException.class, () -> replays.requireFirstUse(proof("key", "3")));
        long served = IntStream.range(0, 16)
                .map(part -> 'a' + part)
                .filter(first -> isServed(proof((char) first + "-thumbprint", "1")))
                .count();
        assertEquals(15, served, "those of every other part");
    }

    private boolean isServed(DpopProof proof) {
        try {
            replays.requireFirstUse(proof);
            return true;
        } catch (StorageException full) {
            return false;
        }
    }

    @Test
    void eachServerHasRoomOfItsOwn() {
        replays.requireFirstUse(proof("key", "1"));
        replays.requireFirstUse(proof("key", "2"));
        new ProofReplays(store, "https://other.example/mcp", clock, SKEW).requireFirstUse(proof("key", "1"));
    }
}
