package org.mcpoauth.spi.store;

import java.util.Objects;

/**
 * The key of a stored entry.
 *
 * @param namespace the kind of entry, such as {@code grant}; one to 64 characters out of {@code a-z},
 *     {@code 0-9}, {@code -} and {@code .}
 * @param id the identifier inside the namespace, one to 256 characters; holds no secret in the clear:
 *     callers store a digest
 */
public record StateKey(String namespace, String id) {
    private static final int MAX_NAMESPACE = 64;
    private static final int MAX_ID = 256;

    /**
     * Checks lengths and characters.
     *
     * @throws IllegalArgumentException if a part is empty, too long or has other characters
     */
    public StateKey {
        Objects.requireNonNull(id, "id");
        requireNamespace(namespace);
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_ID + " characters");
        }
    }

    /** Gives the namespace: the identifier may be what a browser holds. */
    @Override
    public String toString() {
        return "StateKey[" + namespace + "]";
    }

    static void requireNamespace(String namespace) {
        boolean valid = !namespace.isEmpty()
                && namespace.length() <= MAX_NAMESPACE
                && namespace.chars().allMatch(StateKey::isNamespaceCharacter);
        if (!valid) {
            throw new IllegalArgumentException("a namespace has 1 to " + MAX_NAMESPACE + " characters a-z 0-9 - .");
        }
    }

    private static boolean isNamespaceCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    }
}
