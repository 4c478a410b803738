package org.mcpoauth.starter.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/** Lists that were worked over. */
final class ListingStore extends WrappedStore {
    private final UnaryOperator<List<Map.Entry<StateKey, StateEntry>>> work;

    ListingStore(StateStore real, UnaryOperator<List<Map.Entry<StateKey, StateEntry>>> work) {
        super(real);
        this.work = work;
    }

    @Override
    public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
        StatePage page = real.scan(namespace, owner, from, limit);
        Map<StateKey, StateEntry> shown = new LinkedHashMap<>();
        work.apply(new ArrayList<>(page.entries().entrySet()))
                .forEach(entry -> shown.put(entry.getKey(), entry.getValue()));
        return new StatePage(shown, page.next());
    }
}
