package org.mcpoauth.jcache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;

/** Looks for the entries of a page among the ids of the index. */
record Scan(
        NamespaceIndex index, String namespace, @Nullable String owner, long now) {
    private static final int BATCH = 256;

    /** The page that begins with the first of these ids, which are by their text. */
    StatePage page(SortedMap<String, String> ids, int limit) {
        Map<StateKey, StateEntry> page = new LinkedHashMap<>();
        List<Map.Entry<String, String>> all = new ArrayList<>(ids.entrySet());
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Map.Entry<String, String>> batch = all.subList(from, Math.min(all.size(), from + BATCH));
            Map<String, String> texts =
                    index.entries(batch.stream().map(Map.Entry::getValue).toList());
            for (Map.Entry<String, String> id : batch) {
                StateEntry entry = wanted(texts.get(id.getValue()));
                if (entry != null && page.size() == limit) {
                    return new StatePage(page, id.getKey());
                }
                if (entry != null) {
                    page.put(new StateKey(namespace, id.getKey()), entry);
                }
            }
        }
        return new StatePage(page, null);
    }

    private @Nullable StateEntry wanted(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Held held = Held.parse(text);
        boolean isWanted =
                held.isLive(now) && (owner == null || owner.equals(held.entry().owner()));
        return isWanted ? held.entry() : null;
    }
}
