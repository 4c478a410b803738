package org.mcpoauth.cdi.config;

import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.resource.OperationPattern;

/**
 * One item of a list that says what operations need, such as {@code tools/call:notes_add => notes:write}.
 *
 * @param operation the operations
 * @param needs the text behind the arrow, without blanks around it
 */
record OperationLine(OperationPattern operation, String needs) {
    private static final String ARROW = "=>";

    /**
     * Reads an item. The last arrow counts: a URI may hold one.
     *
     * @param example what such an item looks like
     * @throws IllegalArgumentException if it has no arrow, no operation, or nothing behind the arrow
     */
    static OperationLine parse(String text, String example) {
        int arrow = text.lastIndexOf(ARROW);
        String needs = arrow < 0 ? "" : text.substring(arrow + ARROW.length()).strip();
        if (needs.isEmpty()) {
            throw new IllegalArgumentException("has items such as " + example);
        }
        return new OperationLine(operation(text.substring(0, arrow).strip()), needs);
    }

    private static OperationPattern operation(String text) {
        try {
            return OperationPattern.parse(text);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException("an operation " + FullKeys.withoutKey(e), e);
        }
    }
}
