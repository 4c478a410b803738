package org.mcpoauth.api.error;

import java.io.Serializable;
import java.util.Objects;

/**
 * The rule of a specification that was broken.
 *
 * @param document the short name of the document, such as {@code RFC 9728}
 * @param section the section number without a word before it, such as {@code 3.3}
 */
public record Rule(String document, String section) implements Serializable {

    /**
     * Checks that both parts are there.
     *
     * @throws NullPointerException if a part is {@code null}
     */
    public Rule {
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(section, "section");
    }

    /** Gives the form {@code RFC 9728, section 3.3}. */
    @Override
    public String toString() {
        return document + ", section " + section;
    }
}
