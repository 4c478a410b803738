package org.mcpoauth.starter.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.junit.jupiter.api.Nested;
import org.mcpoauth.jcache.JCacheStateStore;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.RoutedStateStore;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;
import org.mcpoauth.tck.store.UnavailableStateStoreContract;

/** A data base and a cache together keep the contract of one store, whichever of them a namespace is in. */
class RoutedStateStoreTest {
    /** Of the two namespaces of the contract, the one most of its tests are about. */
    private static final Predicate<String> MOST = "tck.store"::equals;

    private static StateStore newStore(InstantSource clock, int bound, Predicate<String> isShortLived) {
        return new RoutedStateStore(
                Databases.newStore(Databases.h2InMemory(), clock, bound),
                Caches.newStore(Caches.shared(), clock, bound),
                isShortLived);
    }

    @Nested
    class MostIsShortLived extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return RoutedStateStoreTest.newStore(clock, bound, MOST);
        }
    }

    @Nested
    class MostLasts extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return RoutedStateStoreTest.newStore(clock, bound, MOST.negate());
        }
    }

    @Nested
    class OfTwoNodes extends SharedStateStoreContract {
        @Override
        protected List<StateStore> newNodes(InstantSource clock, int count) {
            Cache<String, String> cache = Caches.shared();
            cache.clear();
            List<StateStore> lasting = Nodes.on(Databases.h2InMemory(), clock, count);
            return IntStream.range(0, count)
                    .<StateStore>mapToObj(node -> new RoutedStateStore(
                            lasting.get(node), JCacheStateStore.on(cache, clock, 10_000, Map.of()), name -> true))
                    .toList();
        }
    }

    /** What cannot be read in one store is not looked for in the other. */
    @Nested
    class TheOtherOneCanBeUsed extends UnavailableStateStoreContract {
        @Override
        protected StateStore newUnavailableStore() {
            JCacheStateStore unavailable = Caches.unavailable();
            StateStore other = Databases.newStore(Databases.h2InMemory(), InstantSource.system(), 10_000);
            return new RoutedStateStore(other, unavailable, name -> true);
        }
    }
}
