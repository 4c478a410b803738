package org.mcpoauth.starter.store;

import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/** What goes wrong with lists, namespaces and texts. */
enum KeepingDefect implements Defect {
    PAGES_ARE_NOT_SORTED("SS-SCAN-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new ListingStore(real, entries -> {
                Collections.reverse(entries);
                return entries;
            });
        }
    },
    PAGES_OVERLAP("SS-SCAN-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
                    StatePage page = real.scan(namespace, owner, from, limit);
                    String last = page.entries().keySet().stream()
                            .reduce((a, b) -> b)
                            .map(StateKey::id)
                            .orElse("");
                    return new StatePage(page.entries(), page.next() == null || limit == 1 ? page.next() : last);
                }
            };
        }
    },
    UNOWNED_ENTRIES_ARE_EVERYBODYS("SS-SCAN-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
                    Map<StateKey, StateEntry> found = new LinkedHashMap<>();
                    StatePage page = real.scan(namespace, null, from, limit);
                    page.entries().forEach((key, entry) -> {
                        if (owner == null || entry.owner() == null || owner.equals(entry.owner())) {
                            found.put(key, entry);
                        }
                    });
                    return new StatePage(found, page.next());
                }
            };
        }
    },
    PAGES_LACK_OWNERS("SS-SCAN-004") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new ListingStore(
                    real,
                    entries -> entries.stream()
                            .map(entry -> Map.entry(
                                    entry.getKey(),
                                    StateEntry.of(entry.getValue().value())))
                            .toList());
        }
    },
    PAGES_GO_BY_NUMBER("SS-SCAN-005") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
                    int offset = from == null ? 0 : Integer.parseInt(from);
                    Map<StateKey, StateEntry> all =
                            real.scan(namespace, owner, null, 1000).entries();
                    Map<StateKey, StateEntry> page = new LinkedHashMap<>();
                    real.scan(namespace, owner, null, limit);
                    all.entrySet().stream()
                            .skip(offset)
                            .limit(limit)
                            .forEach(entry -> page.put(entry.getKey(), entry.getValue()));
                    return new StatePage(page, all.size() > offset + limit ? "" + (offset + limit) : null);
                }
            };
        }
    },
    PAGES_HAVE_ANY_SIZE("SS-SCAN-006") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
                    return real.scan(namespace, owner, from, Math.max(1, Math.min(limit, 1000)));
                }
            };
        }
    },
    NAMESPACES_ARE_ONE("SS-NS-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new RenamingStore(real, key -> new StateKey("all", key.id()));
        }
    },
    LISTS_SHOW_ANOTHER_NAMESPACE("SS-NS-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
                    StatePage page = real.scan(namespace, owner, from, limit);
                    Map<StateKey, StateEntry> more = new LinkedHashMap<>(page.entries());
                    more.putAll(real.scan("tck.other", owner, from, limit).entries());
                    return new StatePage(more, page.next());
                }
            };
        }
    },
    ALL_NAMESPACES_ARE_COUNTED("SS-CNT-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public long count(String namespace) {
                    return real.count("tck.store") + real.count("tck.other");
                }
            };
        }
    },
    VALUES_END_AT_A_ZERO("SS-TXT-001") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    return real.putIfAbsent(key, new StateEntry(entry.value().replace("\0", ""), entry.owner()), ttl);
                }
            };
        }
    },
    EMPTY_OWNERS_ARE_NONE("SS-TXT-002") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new WrappedStore(real) {
                @Override
                public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
                    String owner = "".equals(entry.owner()) ? null : entry.owner();
                    return real.putIfAbsent(key, new StateEntry(entry.value(), owner), ttl);
                }
            };
        }
    },
    IDS_ARE_COMPOSED("SS-TXT-003") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new RenamingStore(
                    real, key -> new StateKey(key.namespace(), Normalizer.normalize(key.id(), Normalizer.Form.NFC)));
        }
    },
    NAMESPACES_LOSE_DOTS("SS-TXT-004") {
        @Override
        public StateStore in(StateStore real, InstantSource clock) {
            return new RenamingStore(real, key -> new StateKey(key.namespace().replace('.', '-'), key.id()));
        }
    };

    private final Set<String> assertions;

    KeepingDefect(String... assertions) {
        this.assertions = Set.of(assertions);
    }

    @Override
    public Set<String> assertions() {
        return assertions;
    }
}
