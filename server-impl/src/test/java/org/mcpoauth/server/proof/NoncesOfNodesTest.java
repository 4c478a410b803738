package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.server.Exchanged;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.server.SharedStore;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

@DisplayName("RFC 9449, sections 8 and 9: nonces of several nodes")
class NoncesOfNodesTest {
    private static final Secret OLD = Secret.of("old-key-of-thirty-two-characters!");
    private static final Secret NEW = Secret.of("new-key-of-thirty-two-characters!");

    private final MovableClock clock = new MovableClock();
    private final StateStore memory = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
    private final StateStore readable = new SharedStore(memory);

    private DpopNonces nonces(StateStore store, Secret... configured) {
        return DpopNonces.of(Changing.of(List.of(configured)), store, "https://mcp.example/mcp", clock);
    }

    private StateStore encrypted(Secret... keys) {
        return StateStores.encrypted(readable, List.of(keys));
    }

    @Test
    void thoseOfAnEncryptedStoreAgree() {
        assertTrue(nonces(encrypted(OLD)).accepts(nonces(encrypted(OLD)).current()));
        assertFalse(nonces(encrypted(OLD)).accepts(nonces(encrypted(NEW)).current()));
    }

    @Test
    void theyAgreeWhileTheKeysOfTheStoreAreChanged() {
        assertTrue(nonces(encrypted(NEW, OLD)).accepts(nonces(encrypted(OLD)).current()));
        assertTrue(
                nonces(encrypted(OLD, NEW)).accepts(nonces(encrypted(NEW, OLD)).current()));
    }

    /** A node that is started anew and one that is not have the same keys. */
    @Test
    void theyFollowTheKeysOfTheStore() {
        Exchanged<List<Secret>> keys = new Exchanged<>(List.of(OLD));
        DpopNonces nonces = nonces(StateStores.encrypted(readable, keys));
        String before = nonces.current();
        keys.set(List.of(NEW, OLD));

        assertTrue(nonces.accepts(before));
        assertTrue(nonces(encrypted(NEW)).accepts(nonces.current()));
    }

    @Test
    void configuredKeysComeFirst() {
        assertTrue(nonces(encrypted(OLD), NEW).accepts(nonces(readable, NEW).current()));
        assertFalse(
                nonces(encrypted(OLD), OLD).accepts(nonces(encrypted(OLD)).current()), "no key serves two purposes");
    }

    @Test
    void thoseOfAReadableStoreNeedKeys() {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> nonces(readable));

        assertEquals("dpop.nonce-keys", refused.key());
        assertTrue(nonces(memory).accepts(nonces(memory).current()), "a process alone needs none");
    }
}
