package org.mcpoauth.starter.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** What goes wrong when entries are put and when they end. */
enum PutDefect implements Defect {
    PUT_DENIES_WHAT_IT_DID("SS-PUT-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    real.putIfAbsent(key, entry, ttl);
                    return false;
                }
            };
        }
    },
    PUT_OVERWRITES("SS-PUT-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    Optional<StateEntry> before = real.take(key);
                    real.putIfAbsent(key, entry, ttl);
                    return before.isEmpty();
                }
            };
        }
    },
    REFUSED_PUT_PROLONGS("SS-PUT-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    boolean stored = real.putIfAbsent(key, entry, ttl);
                    real.get(key).ifPresent(there -> real.compareAndSet(key, there.value(), there, ttl));
                    return stored;
                }
            };
        }
    },
    PUT_LOOKS_FIRST("SS-PUT-004") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    return putInTwoSteps(key, entry, ttl);
                }
            };
        }
    },
    PUT_LOOKS_FIRST_WHERE_A_KEY_WAS_USED("SS-PUT-005") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Set<StateKey> used = ConcurrentHashMap.newKeySet();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    boolean wasUsed = used.contains(key);
                    boolean stored = wasUsed ? putInTwoSteps(key, entry, ttl) : real.putIfAbsent(key, entry, ttl);
                    used.add(key);
                    return stored;
                }
            };
        }
    },
    EXPIRED_KEYS_STAY_TAKEN("SS-PUT-006") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Set<StateKey> used = ConcurrentHashMap.newKeySet();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    return used.add(key) && real.putIfAbsent(key, entry, ttl);
                }

                @Override
                public boolean compareAndRemove(StateKey key, String expectedValue) {
                    used.remove(key);
                    return real.compareAndRemove(key, expectedValue);
                }

                @Override
                public Optional<StateEntry> take(StateKey key) {
                    used.remove(key);
                    return real.take(key);
                }
            };
        }
    },
    TAKEN_KEYS_STAY_TAKEN("SS-PUT-007") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Set<StateKey> used = ConcurrentHashMap.newKeySet();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    return !used.contains(key) && real.putIfAbsent(key, entry, ttl);
                }

                @Override
                public Optional<StateEntry> take(StateKey key) {
                    used.add(key);
                    return real.take(key);
                }
            };
        }
    },
    PUT_TAKES_ANY_TIME("SS-PUT-008") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    return real.putIfAbsent(key, entry, WrappedStore.positive(ttl));
                }
            };
        }
    },
    ENTRIES_END_EARLY("SS-EXP-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    return real.putIfAbsent(key, entry, ttl.minusMillis(1));
                }
            };
        }
    },
    GET_READS_EXPIRED_ENTRIES("SS-EXP-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Map<StateKey, StateEntry> last = new ConcurrentHashMap<>();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    boolean stored = real.putIfAbsent(key, entry, ttl);
                    if (stored) {
                        last.put(key, entry);
                    }
                    return stored;
                }

                @Override
                public Optional<StateEntry> get(StateKey key) {
                    return real.get(key).or(() -> Optional.ofNullable(last.get(key)));
                }
            };
        }
    },
    EXPIRED_ENTRIES_CAN_BE_CHANGED("SS-EXP-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Map<StateKey, String> last = new ConcurrentHashMap<>();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    last.put(key, entry.value());
                    return real.putIfAbsent(key, entry, ttl);
                }

                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    return real.compareAndSet(key, expected, entry, ttl)
                            || (expected.equals(last.get(key)) && real.putIfAbsent(key, entry, ttl));
                }
            };
        }
    },
    EXPIRED_ENTRIES_ARE_COUNTED("SS-EXP-004") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Map<String, AtomicInteger> stored = new ConcurrentHashMap<>();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    boolean won = real.putIfAbsent(key, entry, ttl);
                    if (won) {
                        stored.computeIfAbsent(key.namespace(), name -> new AtomicInteger())
                                .incrementAndGet();
                    }
                    return won;
                }

                @Override
                public long count(String namespace) {
                    return stored.getOrDefault(namespace, new AtomicInteger()).get();
                }
            };
        }
    };

    private final Set<String> assertions;

    PutDefect(String... assertions) {
        this.assertions = Set.of(assertions);
    }

    @Override
    public Set<String> assertions() {
        return assertions;
    }
}
