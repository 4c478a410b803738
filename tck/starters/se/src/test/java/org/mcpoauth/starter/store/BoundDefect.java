package org.mcpoauth.starter.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** What goes wrong when a namespace is full. */
enum BoundDefect implements Defect {
    FULL_NAMESPACES_EVICT("SS-FULL-001", "SS-FULL-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    try {
                        return real.putIfAbsent(key, entry, ttl);
                    } catch (StorageException full) {
                        real.scan(key.namespace(), null, null, 1)
                                .entries()
                                .keySet()
                                .forEach(real::take);
                        return real.putIfAbsent(key, entry, ttl);
                    }
                }
            };
        }
    },
    A_FULL_NAMESPACE_FILLS_THE_STORE("SS-FULL-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    if (real.count("tck.store") == 5) {
                        throw WrappedStore.full();
                    }
                    return real.putIfAbsent(key, entry, ttl);
                }
            };
        }
    },
    FULL_STAYS_FULL_AFTER_REMOVALS("SS-FULL-004") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Map<String, Instant> refusedAt = new ConcurrentHashMap<>();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    if (clock.instant().equals(refusedAt.get(key.namespace()))) {
                        throw WrappedStore.full();
                    }
                    try {
                        return real.putIfAbsent(key, entry, ttl);
                    } catch (StorageException full) {
                        refusedAt.put(key.namespace(), clock.instant());
                        throw full;
                    }
                }
            };
        }
    },
    FULL_STAYS_FULL_AFTER_EXPIRY("SS-FULL-005") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Set<String> refused = ConcurrentHashMap.newKeySet();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    if (refused.contains(key.namespace())) {
                        throw WrappedStore.full();
                    }
                    try {
                        return real.putIfAbsent(key, entry, ttl);
                    } catch (StorageException full) {
                        refused.add(key.namespace());
                        throw full;
                    }
                }

                @Override
                public Optional<StateEntry> take(StateKey key) {
                    refused.remove(key.namespace());
                    return real.take(key);
                }

                @Override
                public boolean compareAndRemove(StateKey key, String expected) {
                    refused.remove(key.namespace());
                    return real.compareAndRemove(key, expected);
                }
            };
        }
    },
    FULL_HIDES_A_REPLAY("SS-FULL-006") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    if (real.count(key.namespace()) == 5) {
                        throw WrappedStore.full();
                    }
                    return real.putIfAbsent(key, entry, ttl);
                }
            };
        }
    },
    FULL_STOPS_CHANGES("SS-FULL-007") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    if (real.count(key.namespace()) == 5) {
                        throw WrappedStore.full();
                    }
                    return real.compareAndSet(key, expected, entry, ttl);
                }
            };
        }
    };

    private final Set<String> assertions;

    BoundDefect(String... assertions) {
        this.assertions = Set.of(assertions);
    }

    @Override
    public Set<String> assertions() {
        return assertions;
    }
}
