package org.mcpoauth.starter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.core.HazelcastInstance;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.mcpoauth.jcache.JCacheStateStore;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;
import org.mcpoauth.tck.store.UnavailableStateStoreContract;

class JCacheOnHazelcastTest {

    @Nested
    class OfOneMember extends StateStoreContract {

        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return Caches.newStore(Caches.shared(), clock, bound);
        }
    }

    /** Hazelcast evicts in every cache; see its configuration in this module. */
    @Test
    void moreEntriesStayThanHazelcastKeepsByDefault() {
        Cache<String, String> cache = Caches.shared();
        cache.clear();
        int count = 12_000;
        for (int i = 0; i < count; i++) {
            cache.putIfAbsent("many/" + i, "value");
        }
        for (int i = 0; i < count; i++) {
            assertEquals("value", cache.get("many/" + i));
        }
        cache.clear();
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class OfTwoMembers extends SharedStateStoreContract {
        private List<HazelcastInstance> members = List.of();

        @BeforeAll
        void start() {
            String cluster = Caches.newCluster();
            HazelcastInstance first = Caches.member(cluster, List.of());
            members = List.of(first, Caches.member(cluster, List.of(first)));
        }

        @AfterAll
        void stop() {
            // at once, without handing over what they keep
            members.forEach(member -> member.getLifecycleService().terminate());
        }

        @Override
        protected List<StateStore> newNodes(InstantSource clock, int count) {
            Caches.cache(members.get(0)).clear();
            return Stream.iterate(0, i -> i + 1)
                    .limit(count)
                    .<StateStore>map(i -> JCacheStateStore.on(Caches.cache(members.get(i)), clock, 10_000, Map.of()))
                    .toList();
        }

        @Test
        void theMembersAreOneCluster() {
            members.forEach(
                    member -> assertEquals(2, member.getCluster().getMembers().size()));
        }
    }

    @Nested
    class TheMemberHasEnded extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            return Caches.unavailable();
        }
    }
}
