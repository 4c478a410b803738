package org.mcpoauth.spi.support.json;

import java.util.Arrays;

/**
 * Where the members of an object are. While a text is scanned it also holds the members of the objects
 * that are open, one above the other, so that a name which occurs twice in one of them is noticed. A few
 * names are compared with all before them; those of an object with more when it is closed, by {@link
 * DistinctNames}.
 */
final class MemberIndex {
    private static final int COMPARED = 64;
    private static final int MOST = 4096;
    private static final int USUAL = 24;
    private static final int FEW = 4;
    // of each member: the hash of its name, where that begins and ends, where the value begins
    private static final int WIDTH = 4;
    private static final int[] NONE = {};

    private final CheckedText text;
    private int[] members;
    private int size;
    // one bit for each name that was ever added, chosen by its hash: most names that are not here are not looked for
    private long known;

    private MemberIndex(CheckedText text, int[] members) {
        this.text = text;
        this.members = members;
    }

    /** Of a text that is still to be scanned. */
    static MemberIndex of(CheckedText text) {
        return new MemberIndex(text, new int[USUAL * WIDTH]);
    }

    /**
     * The members of an object in a text that was scanned with an index, and so found to have no name twice. It
     * takes room for what is there only: a text may hold very many small objects.
     */
    static MemberIndex of(CheckedText text, int object) {
        MemberIndex index = new MemberIndex(text, NONE);
        int at = text.nextElement(object + 1);
        while (text.at(at) != '}') {
            int end = text.endOfString(at);
            index.append(text.nameHash(at + 1, end - 1), at + 1, end - 1);
            int value = text.valueAfterName(end);
            index.valueBegins(value);
            at = text.nextElement(text.endOfValue(value));
        }
        return index;
    }

    int size() {
        return size;
    }

    /** Whether an object that began at a size has no room for another member. */
    boolean isFull(int first) {
        return size - first >= MOST;
    }

    /** Whether the names of an object that began at a size, and is about to be closed, are different. */
    boolean isDistinct(int first) {
        return size - first <= COMPARED || DistinctNames.of(text, members, WIDTH, first, size);
    }

    /**
     * Adds a member of the object that began at a size.
     *
     * @param isPlain whether the name is known to be ASCII without escapes
     * @return {@code false} if the object is known to have a member of this name
     */
    boolean add(int first, int from, int to, boolean isPlain) {
        int hash = isPlain ? text.plainNameHash(from, to) : text.nameHash(from, to);
        if (size - first < COMPARED && isKnown(hash) && isTaken(first, hash, from, to)) {
            return false;
        }
        append(hash, from, to);
        return true;
    }

    private boolean isTaken(int first, int hash, int from, int to) {
        for (int i = first; i < size; i++) {
            if (members[i * WIDTH] == hash && text.isString(from, to, name(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean isKnown(int hash) {
        return (known & bit(hash)) != 0;
    }

    private static long bit(int hash) {
        // a shift takes the last six bits
        return 1L << hash;
    }

    private void append(int hash, int from, int to) {
        int at = size++ * WIDTH;
        if (at == members.length) {
            members = Arrays.copyOf(members, Math.max(2 * at, FEW * WIDTH));
        }
        known |= bit(hash);
        members[at] = hash;
        members[at + 1] = from;
        members[at + 2] = to;
    }

    /** Sets where the value of the last member begins. */
    void valueBegins(int at) {
        members[size * WIDTH - 1] = at;
    }

    /** Forgets the members of objects that began at this size or later. */
    void cut(int newSize) {
        size = newSize;
    }

    /** Where the value of a member begins, -1 if there is none of this name. */
    int value(String name) {
        int hash = CheckedText.nameHash(name);
        int end = isKnown(hash) ? size * WIDTH : 0;
        for (int at = 0; at < end; at += WIDTH) {
            if (members[at] == hash && text.isString(members[at + 1], members[at + 2], name)) {
                return members[at + 3];
            }
        }
        return -1;
    }

    private String name(int member) {
        return text.string(members[member * WIDTH + 1], members[member * WIDTH + 2]);
    }
}
