package org.mcpoauth.api.challenge;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The challenges of one response, in the order of its {@code WWW-Authenticate} header lines (RFC 9110,
 * section 11.6.1).
 *
 * @param all the challenges; may be empty
 */
public record Challenges(List<Challenge> all) implements Iterable<Challenge>, Serializable {
    /** No challenge. */
    public static final Challenges NONE = new Challenges(List.of());

    /** Copies the list. */
    public Challenges {
        all = List.copyOf(all);
    }

    /**
     * Reads the {@code WWW-Authenticate} lines of a response. Nothing a peer sends makes this fail; what
     * breaks the grammar is left out:
     *
     * <ul>
     *   <li>A challenge with a fault or a repeated parameter is dropped as a whole. Reading goes on with
     *       the next challenge of the line, unless the fault touches a quotation mark: then nobody can
     *       tell text from syntax, and the rest of the line is dropped too. Other lines are not affected.
     *   <li>A line of its own never continues the challenge of the line before.
     *   <li>A value without quotes may hold any visible ASCII character but comma, quotation mark and
     *       backslash, so that a URL somebody forgot to quote is still read.
     *   <li>The first 16384 characters count; the line that goes beyond them and all after it are dropped.
     *       Challenges after the 32nd are dropped, and so is one with more than 32 parameters.
     * </ul>
     *
     * @param headerLines the values of all header lines in the order of the response
     * @return the challenges that could be read; {@link #NONE} if there are none
     */
    public static Challenges parse(List<String> headerLines) {
        List<Challenge> read = new ChallengeParser().parse(headerLines);
        return read.isEmpty() ? NONE : new Challenges(read);
    }

    /**
     * These challenges as header values, one line for each.
     *
     * @return the values to send as {@code WWW-Authenticate}, in order
     * @throws IllegalArgumentException if a value has characters that must not be sent, see {@link
     *     Challenge#toHeaderValue()}
     */
    public List<String> toHeaderValues() {
        return all.stream().map(Challenge::toHeaderValue).toList();
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
