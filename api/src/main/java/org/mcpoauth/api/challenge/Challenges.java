package org.mcpoauth.api.challenge;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The challenges of one response, in the order of its {@code WWW-Authenticate} header lines (RFC 9110,
 * section 11.6.1).
 *
 * @param all the challenges; may be empty
 */
public record Challenges(List<Challenge> all) implements Iterable<Challenge> {
    /** No challenge. */
    public static final Challenges NONE = new Challenges(List.of());

    /** Copies the list. */
    public Challenges {
        all = List.copyOf(all);
    }

    /**
     * The first challenge of a scheme.
     *
     * @param scheme the scheme in any case
     * @return the challenge, empty when there is none
     */
    public Optional<Challenge> first(String scheme) {
        return all.stream().filter(challenge -> challenge.isScheme(scheme)).findFirst();
    }

    @Override
    public Iterator<Challenge> iterator() {
        return all.iterator();
    }
}
