package org.mcpoauth.api.provider;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a directory says of a user that resources may decide by, beside what the user granted (RFC 9068, section 2.2.3.1;
 * RFC 7643, section 4.1.2). All of it together has at most {@value #MAX_ENTRIES} entries and {@value #MAX_BYTES} bytes in
 * UTF-8, so that it fits into a token. Immutable.
 *
 * @param roles who the user is, such as {@code Student} or {@code Faculty}; each once, may be empty
 * @param groups to which groups the user belongs; each once, may be empty
 * @param entitlements what the user has; each once, may be empty
 */
public record AuthorizationClaims(List<String> roles, List<String> groups, List<String> entitlements) {
    /** How many entries there may be in all. */
    public static final int MAX_ENTRIES = 100;
    /** How many characters one entry may have. */
    public static final int MAX_LENGTH = 255;
    /** How many bytes all entries may have in UTF-8. */
    public static final int MAX_BYTES = 4096;

    /** Nothing is said. */
    public static final AuthorizationClaims NONE = new AuthorizationClaims(List.of(), List.of(), List.of());

    /**
     * Checks and copies the components. What is there twice is kept once.
     *
     * @throws IllegalArgumentException if there are too many entries, or one is empty, too long, has control characters
     *     or is no Unicode text
     */
    public AuthorizationClaims {
        roles = checked(roles);
        groups = checked(groups);
        entitlements = checked(entitlements);
        List<String> all =
                Stream.of(roles, groups, entitlements).flatMap(List::stream).toList();
        if (all.size() > MAX_ENTRIES
                || all.stream().mapToInt(AuthorizationClaims::bytes).sum() > MAX_BYTES) {
            throw new IllegalArgumentException("a user has at most " + MAX_ENTRIES
                    + " roles, groups and entitlements, of " + MAX_BYTES + " bytes together");
        }
    }

    /**
     * Whether nothing is said.
     *
     * @return {@code true} if there are neither roles nor groups nor entitlements
     */
    public boolean isEmpty() {
        return roles.isEmpty() && groups.isEmpty() && entitlements.isEmpty();
    }

    private static List<String> checked(List<String> entries) {
        if (entries.size() > MAX_ENTRIES || !entries.stream().allMatch(AuthorizationClaims::isEntry)) {
            throw new IllegalArgumentException("there are at most " + MAX_ENTRIES + " entries of 1 to " + MAX_LENGTH
                    + " characters that can be read");
        }
        return entries.stream().distinct().toList();
    }

    private static boolean isEntry(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars().noneMatch(Character::isISOControl)
                // half a surrogate pair would be stored as another text
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
