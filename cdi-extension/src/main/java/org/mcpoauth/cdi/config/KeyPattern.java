package org.mcpoauth.cdi.config;

import java.util.Optional;

/**
 * The name of a key that may have a part in angle brackets, such as {@code issuer.<name>.url}, which stands
 * for any text. In the middle of a name the text has no dot, so that it cannot run into what follows.
 *
 * @param start what stands before that part; the whole name if there is none
 * @param end what stands behind it
 * @param isOpen whether there is such a part
 */
record KeyPattern(String start, String end, boolean isOpen) {

    static KeyPattern of(String name) {
        int open = name.indexOf('<');
        int close = name.indexOf('>');
        return open < 0
                ? new KeyPattern(name, "", false)
                : new KeyPattern(name.substring(0, open), name.substring(close + 1), true);
    }

    boolean matches(String key) {
        return isOpen ? parameter(key).isPresent() : start.equals(key);
    }

    /** The text that a key has in place of the part in angle brackets. */
    Optional<String> parameter(String key) {
        boolean fits =
                isOpen && key.startsWith(start) && key.endsWith(end) && key.length() > start.length() + end.length();
        return fits
                ? Optional.of(key.substring(start.length(), key.length() - end.length()))
                        .filter(text -> end.isEmpty() || text.indexOf('.') < 0)
                : Optional.empty();
    }
}
