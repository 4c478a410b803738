package org.mcpoauth.spi.support.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;

/**
 * All entries of a file at one moment, by namespace and id. Immutable: a change gives another image, which is what a
 * file is replaced with.
 *
 * @param entries the entries, ended ones included
 */
record FileImage(NavigableMap<String, NavigableMap<String, Held>> entries) {
    static final FileImage EMPTY = new FileImage(new TreeMap<>());

    private static final int VERSION = 1;

    FileImage {
        entries = Collections.unmodifiableNavigableMap(entries);
    }

    /** An entry and when it ends, in milliseconds since 1970. */
    record Held(StateEntry entry, long expiresAt) {
        boolean isLive(long now) {
            return now < expiresAt;
        }
    }

    @Nullable
    StateEntry live(StateKey key, long now) {
        Held held = namespace(key.namespace()).get(key.id());
        return held != null && held.isLive(now) ? held.entry() : null;
    }

    long count(String namespace, long now) {
        return namespace(namespace).values().stream()
                .filter(held -> held.isLive(now))
                .count();
    }

    StatePage scan(String namespace, @Nullable String owner, String from, int limit, long now) {
        Map<StateKey, StateEntry> page = new LinkedHashMap<>();
        for (Map.Entry<String, Held> each :
                namespace(namespace).tailMap(from, true).entrySet()) {
            Held held = each.getValue();
            if (held.isLive(now) && (owner == null || owner.equals(held.entry().owner()))) {
                if (page.size() == limit) {
                    return new StatePage(page, each.getKey());
                }
                page.put(new StateKey(namespace, each.getKey()), held.entry());
            }
        }
        return new StatePage(page, null);
    }

    /** This without what has ended, and with another entry under a key, or none. */
    FileImage with(StateKey key, @Nullable Held held, long now) {
        NavigableMap<String, NavigableMap<String, Held>> next = new TreeMap<>();
        entries.forEach((namespace, all) -> {
            NavigableMap<String, Held> live = new TreeMap<>(all);
            live.values().removeIf(each -> !each.isLive(now));
            next.put(namespace, live);
        });
        NavigableMap<String, Held> namespace = next.computeIfAbsent(key.namespace(), name -> new TreeMap<>());
        if (held == null) {
            namespace.remove(key.id());
        } else {
            namespace.put(key.id(), held);
        }
        next.values().removeIf(Map::isEmpty);
        return new FileImage(next);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(entries.values().stream().mapToInt(Map::size).sum());
            for (Map.Entry<String, NavigableMap<String, Held>> namespace : entries.entrySet()) {
                for (Map.Entry<String, Held> each : namespace.getValue().entrySet()) {
                    write(out, namespace.getKey());
                    write(out, each.getKey());
                    write(out, each.getValue().entry().value());
                    write(out, each.getValue().entry().owner());
                    out.writeLong(each.getValue().expiresAt());
                }
            }
        } catch (IOException cannotBe) {
            throw new UncheckedIOException(cannotBe);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IOException if it is anything else
     */
    static FileImage read(byte[] bytes) throws IOException {
        NavigableMap<String, NavigableMap<String, Held>> entries = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readByte() != VERSION) {
                throw new IOException("another version");
            }
            for (int left = in.readInt(); left > 0; left--) {
                StateKey key = new StateKey(required(in), required(in));
                Held held = new Held(new StateEntry(required(in), text(in)), in.readLong());
                entries.computeIfAbsent(key.namespace(), name -> new TreeMap<>())
                        .put(key.id(), held);
            }
            if (in.available() > 0) {
                throw new IOException("more than expected");
            }
        } catch (IllegalArgumentException showsTheText) {
            throw new IOException("not an entry");
        }
        return new FileImage(entries);
    }

    private NavigableMap<String, Held> namespace(String name) {
        return entries.getOrDefault(name, Collections.emptyNavigableMap());
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        byte[] bytes = StoredText.bytesOrNull(text);
        out.writeInt(bytes == null ? -1 : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static String required(DataInputStream in) throws IOException {
        String text = text(in);
        if (text == null) {
            throw new IOException("a text is missing");
        }
        return text;
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0) {
            return null;
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("a text is cut off");
        }
        return StoredText.text(bytes);
    }
}
