package org.mcpoauth.starter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** A runtime that opens the cache of its state by a location, and closes what it opened. */
class JCacheLocationTest {
    private static final String JNDI_NAME = "java:app/cache/state";
    private static final StateKey KEY = new StateKey("location", "a");
    private static final Duration TTL = Duration.ofMinutes(1);

    private final Set<HazelcastInstance> before = Hazelcast.getAllHazelcastInstances();
    private final Map<String, String> properties = Map.of(
            "hazelcast.jcache.provider.type",
            "member",
            "test.cluster",
            Caches.newCluster(),
            "test.port",
            "0",
            "test.members",
            "127.0.0.1:1",
            Context.INITIAL_CONTEXT_FACTORY,
            OneName.class.getName());

    /** The naming of a server, with one cache. */
    public static final class OneName implements InitialContextFactory {
        /** For the naming. */
        public OneName() {}

        @Override
        @SuppressWarnings("JdkObsolete") // the signature of JNDI
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    if (name.equals(JNDI_NAME)) {
                        return Caches.shared();
                    }
                    throw new NameNotFoundException(name);
                }
            };
        }
    }

    @BeforeEach
    void set() {
        properties.forEach(System::setProperty);
    }

    @AfterEach
    void clear() {
        // Hazelcast keeps a member beyond its cache manager
        Hazelcast.getAllHazelcastInstances().stream()
                .filter(member -> !before.contains(member))
                .forEach(member -> member.getLifecycleService().terminate());
        properties.keySet().forEach(System::clearProperty);
    }

    private static McpOAuthRuntime runtime(String location) {
        return McpOAuthRuntime.builder().stateStore("jcache", location).build();
    }

    private static void assertKeeps(McpOAuthRuntime runtime) {
        StateStore store = runtime.services().stateStore();
        assertTrue(store.putIfAbsent(KEY, StateEntry.of("value"), TTL));
        assertTrue(store.take(KEY).isPresent());
    }

    @Test
    void theEngineIsStartedByItsConfigurationAndItsManagerClosedWithTheRuntime() {
        McpOAuthRuntime runtime = runtime("classpath:" + Caches.CONFIGURATION + "#" + Caches.NAME);
        try (runtime) {
            assertKeeps(runtime);
            assertEquals(before.size() + 1, Hazelcast.getAllHazelcastInstances().size());
        }
        StateStore closed = runtime.services().stateStore();
        StorageException failure = assertThrows(StorageException.class, () -> closed.get(KEY));
        assertEquals(FailureCode.STORE_UNAVAILABLE, failure.code());
    }

    @Test
    void aCacheThatIsNotDeclaredIsRefused() {
        ConfigurationException refused = assertThrows(
                ConfigurationException.class, () -> runtime("classpath:" + Caches.CONFIGURATION + "#another"));
        assertEquals("store.jcache", refused.key());
    }

    @Test
    void anEngineThatCannotStartIsTold() {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> runtime("classpath:missing.xml#" + Caches.NAME));
        assertEquals("store.jcache", refused.key());
    }

    @Test
    void aCacheOfTheServerIsFoundByItsNameAndLeftOpen() {
        Cache<String, String> shared = Caches.shared();
        try (McpOAuthRuntime runtime = runtime(JNDI_NAME)) {
            assertKeeps(runtime);
        }
        assertEquals(false, shared.isClosed());
    }
}
