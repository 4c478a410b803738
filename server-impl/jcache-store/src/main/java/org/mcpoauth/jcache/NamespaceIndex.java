package org.mcpoauth.jcache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.store.Quota;

/**
 * Which ids a namespace has: JCache can neither count nor list a part of a cache. The index is a fixed
 * number of cells, each with one line per entry.
 *
 * <p>A line is written before its entry and removed after it. Whoever dies in between leaves a line
 * without an entry, which is counted until its time is over, never an entry without a line. A line
 * whose time is over is held against its entry: it follows an entry that was prolonged, and both go when
 * the entry has ended.
 */
final class NamespaceIndex {
    /** Part of the form of the state: nodes with another number would not see each other's entries. */
    static final int SHARDS = 512;

    private static final int MAX_TRIES = 200;
    private static final int BATCH = 256;

    private final Cells cells;
    private final String namespace;
    private final Set<String> shards;

    NamespaceIndex(Cells cells, String namespace) {
        this.cells = cells;
        this.namespace = namespace;
        this.shards =
                IntStream.range(0, SHARDS).mapToObj(this::shard).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The key of the cell of an entry. */
    String cell(String id) {
        return namespace + "/" + id;
    }

    void add(IndexLine line) {
        change(line.id(), lines -> {
            if (lines.contains(line)) {
                // an engine that lost a member may do a call twice
                return lines;
            }
            List<IndexLine> more = new ArrayList<>(lines);
            more.add(line);
            return more;
        });
    }

    void remove(String id, String tag) {
        change(
                id,
                lines -> lines.stream().filter(line -> !line.tag().equals(tag)).toList());
    }

    /** Tells that an entry ends earlier than it would have. */
    void shorten(String id, String tag, long expiresAt) {
        change(
                id,
                lines -> lines.stream()
                        .map(line ->
                                line.tag().equals(tag) && line.expiresAt() > expiresAt ? line.until(expiresAt) : line)
                        .toList());
    }

    /** All ids by their text, in its order; some may have no entry any more. */
    SortedMap<String, String> ids() {
        SortedMap<String, String> ids = new TreeMap<>();
        for (String shard : cells.getAll(shards).values()) {
            IndexLine.parse(shard).forEach(line -> ids.put(CellText.decode(line.id()), line.id()));
        }
        return ids;
    }

    /** Counts what lives, and removes what does not. */
    Quota.Live live(long now) {
        long count = 0;
        long firstExpiry = Long.MAX_VALUE;
        for (Map.Entry<String, String> shard : cells.getAll(shards).entrySet()) {
            for (IndexLine line : reviewed(shard.getKey(), shard.getValue(), now)) {
                count++;
                firstExpiry = Math.min(firstExpiry, line.expiresAt());
            }
        }
        return new Quota.Live(count, firstExpiry);
    }

    /** The entries of some ids, as texts. */
    Map<String, String> entries(List<String> ids) {
        Map<String, String> found = new LinkedHashMap<>();
        for (int from = 0; from < ids.size(); from += BATCH) {
            List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
            Map<String, String> texts =
                    cells.getAll(batch.stream().map(this::cell).collect(Collectors.toCollection(LinkedHashSet::new)));
            texts.forEach((key, text) -> found.put(key.substring(namespace.length() + 1), text));
        }
        return found;
    }

    private List<IndexLine> reviewed(String key, String shard, long now) {
        List<IndexLine> lines = IndexLine.parse(shard);
        List<String> due = lines.stream()
                .filter(line -> line.isDue(now))
                .map(IndexLine::id)
                .distinct()
                .toList();
        if (due.isEmpty()) {
            return lines;
        }
        Map<String, String> entries = entries(due);
        List<IndexLine> kept = new ArrayList<>();
        for (IndexLine line : lines) {
            IndexLine current = line.isDue(now) ? reviewed(line, entries.get(line.id()), now) : line;
            if (current != null) {
                kept.add(current);
            }
        }
        // where somebody changed it meanwhile, the next count finds the same
        swap(key, shard, IndexLine.text(kept));
        return kept.stream().filter(line -> !line.isDue(now)).toList();
    }

    /** The line as it is from now on; {@code null} when it goes. */
    private @Nullable IndexLine reviewed(IndexLine line, @Nullable String text, long now) {
        if (text == null) {
            return null;
        }
        Held held = Held.parse(text);
        if (!held.tag().equals(line.tag())) {
            return null;
        }
        if (held.isLive(now)) {
            return line.until(held.expiresAt());
        }
        // a node whose clock is behind may have prolonged it meanwhile
        return cells.remove(cell(line.id()), text) ? null : line;
    }

    private void change(String id, UnaryOperator<List<IndexLine>> change) {
        String key = shard(Math.floorMod(id.hashCode(), SHARDS));
        for (int i = 0; i < MAX_TRIES; i++) {
            String before = cells.get(key);
            List<IndexLine> lines = IndexLine.parse(before);
            List<IndexLine> changed = change.apply(lines);
            if (changed.equals(lines) || swap(key, before, IndexLine.text(changed))) {
                return;
            }
        }
        throw Cells.unusable("the index changes all the time");
    }

    private boolean swap(String key, @Nullable String before, String after) {
        if (before == null) {
            return cells.putIfAbsent(key, after);
        }
        return after.isEmpty() ? cells.remove(key, before) : cells.replace(key, before, after);
    }

    private String shard(int number) {
        return namespace + "#" + number;
    }
}
