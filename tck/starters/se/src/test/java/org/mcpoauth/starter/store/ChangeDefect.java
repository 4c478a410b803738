package org.mcpoauth.starter.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;

/** What goes wrong when entries are changed, removed and taken. */
enum ChangeDefect implements Defect {
    CHANGES_KEEP_THE_OWNER("SS-CAS-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    StateEntry kept = real.get(key)
                            .map(before -> new StateEntry(entry.value(), before.owner()))
                            .orElse(entry);
                    return real.compareAndSet(key, expected, kept, ttl);
                }
            };
        }
    },
    CHANGES_KEEP_THE_END("SS-CAS-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            Map<StateKey, Instant> ends = new ConcurrentHashMap<>();
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    ends.put(key, clock.instant().plus(ttl));
                    return real.putIfAbsent(key, entry, ttl);
                }

                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    Instant end = ends.getOrDefault(key, clock.instant().plus(ttl));
                    Duration left = Duration.between(clock.instant(), end);
                    return real.compareAndSet(key, expected, entry, WrappedStore.positive(left));
                }
            };
        }
    },
    CHANGES_IGNORE_CASE("SS-CAS-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    String there = isThere(key, expected, String::equalsIgnoreCase)
                            ? real.get(key).orElseThrow().value()
                            : expected;
                    return real.compareAndSet(key, there, entry, ttl);
                }
            };
        }
    },
    CHANGES_CREATE("SS-CAS-004") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    boolean changed = real.compareAndSet(key, expected, entry, ttl);
                    if (expected.isEmpty()) {
                        real.putIfAbsent(key, entry, ttl);
                    }
                    return changed;
                }
            };
        }
    },
    CHANGES_LOOK_FIRST("SS-CAS-005") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    if (!isThere(key, expected, String::equals)) {
                        return false;
                    }
                    leaveTimeForOthers();
                    boolean changed = false;
                    while (!changed) {
                        changed = real.compareAndSet(
                                key, real.get(key).orElseThrow().value(), entry, ttl);
                    }
                    return true;
                }
            };
        }
    },
    CHANGES_TAKE_ANY_TIME("SS-CAS-006") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndSet(StateKey key, String expected, StateEntry entry, Duration ttl) {
                    return real.compareAndSet(key, expected, entry, WrappedStore.positive(ttl));
                }
            };
        }
    },
    REMOVAL_DOES_NOTHING("SS-REM-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndRemove(StateKey key, String expected) {
                    return isThere(key, expected, String::equals);
                }
            };
        }
    },
    REMOVAL_COMPARES_NOTHING("SS-REM-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndRemove(StateKey key, String expected) {
                    return real.take(key).isPresent();
                }
            };
        }
    },
    REMOVAL_LOOKS_FIRST("SS-REM-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean compareAndRemove(StateKey key, String expected) {
                    boolean there = isThere(key, expected, String::equals);
                    leaveTimeForOthers();
                    real.compareAndRemove(key, expected);
                    return there;
                }
            };
        }
    },
    TAKING_LEAVES_THE_ENTRY("SS-TAKE-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public Optional<StateEntry> take(StateKey key) {
                    return real.get(key);
                }
            };
        }
    },
    TAKING_FINDS_A_NEIGHBOUR("SS-TAKE-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public Optional<StateEntry> take(StateKey key) {
                    return real.take(key)
                            .or(() -> real.scan(key.namespace(), null, key.id(), 1).entries().values().stream()
                                    .findFirst());
                }
            };
        }
    },
    TAKING_LOOKS_FIRST("SS-TAKE-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public Optional<StateEntry> take(StateKey key) {
                    Optional<StateEntry> there = real.get(key);
                    leaveTimeForOthers();
                    real.take(key);
                    return there;
                }
            };
        }
    };

    private final Set<String> assertions;

    ChangeDefect(String... assertions) {
        this.assertions = Set.of(assertions);
    }

    @Override
    public Set<String> assertions() {
        return assertions;
    }
}
