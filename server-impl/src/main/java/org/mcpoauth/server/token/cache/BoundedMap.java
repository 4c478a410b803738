package org.mcpoauth.server.token.cache;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A map of bounded weight in two generations: when the young one is full it becomes the old one, whose
 * entries go. Nothing is ordered or moved by a read, which costs two look-ups at most.
 *
 * <p>What is put was true at some moment before. A removal in between must win: who puts gives the {@link
 * #moment} at which the work began, and an entry from before the last removal does not stay. Thread-safe,
 * without locks of its own.
 */
final class BoundedMap<K, V> {
    private final int capacity;
    private final boolean keepsOld;
    private final AtomicLong removals = new AtomicLong();
    private final AtomicReference<Generations<K, V>> generations;

    /**
     * An empty map.
     *
     * @param maxWeight how much all entries may weigh together; 0 keeps nothing
     */
    BoundedMap(int maxWeight) {
        this.capacity = maxWeight == 1 ? 1 : maxWeight / 2;
        this.keepsOld = maxWeight > 1;
        this.generations = new AtomicReference<>(Generations.empty());
    }

    private record Generation<K, V>(ConcurrentMap<K, V> entries, AtomicInteger weight) {
        static <K, V> Generation<K, V> empty() {
            return new Generation<>(new ConcurrentHashMap<>(), new AtomicInteger());
        }
    }

    private record Generations<K, V>(Generation<K, V> young, Generation<K, V> old) {
        static <K, V> Generations<K, V> empty() {
            return new Generations<>(Generation.empty(), Generation.empty());
        }
    }

    @Nullable
    V get(K key) {
        Generations<K, V> now = current();
        V value = now.young().entries().get(key);
        return value != null ? value : now.old().entries().get(key);
    }

    /** What to give to {@link #put} for a value whose making begins now. */
    long moment() {
        return removals.get();
    }

    /** Keeps a value, unless it weighs too much or something was removed since its making began. */
    void put(K key, V value, int weight, long moment) {
        if (weight > capacity || moment != moment()) {
            return;
        }
        Generation<K, V> young = roomFor(weight);
        young.entries().put(key, value);
        // a removal that began meanwhile has perhaps not seen this entry, but is seen here
        if (moment != moment()) {
            young.entries().remove(key, value);
        }
    }

    void remove(K key) {
        removals.incrementAndGet();
        Generations<K, V> now = current();
        now.old().entries().remove(key);
        now.young().entries().remove(key);
    }

    void removeIf(Predicate<? super V> condition) {
        removals.incrementAndGet();
        Generations<K, V> now = current();
        now.old().entries().values().removeIf(condition);
        now.young().entries().values().removeIf(condition);
    }

    void clear() {
        removals.incrementAndGet();
        generations.set(Generations.empty());
    }

    /** How many entries there are. */
    int size() {
        Generations<K, V> now = current();
        return now.young().entries().size() + now.old().entries().size();
    }

    private Generations<K, V> current() {
        return Objects.requireNonNull(generations.get());
    }

    /** Room is taken before it is used, so that no race makes the map larger than it may be. */
    private Generation<K, V> roomFor(int weight) {
        while (true) {
            Generations<K, V> now = current();
            if (now.young().weight().addAndGet(weight) <= capacity) {
                return now.young();
            }
            Generation<K, V> old = keepsOld ? now.young() : Generation.empty();
            generations.compareAndSet(now, new Generations<>(Generation.empty(), old));
        }
    }
}
