package org.mcpoauth.api;

import java.io.Serializable;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An immutable set of scope tokens in the order they were given (RFC 6749, section 3.3). Tokens are
 * compared exactly: case matters, and no token implies another one here.
 *
 * @param values the scope tokens; each has one or more characters out of %x21, %x23-5B and %x5D-7E
 */
public record Scopes(Set<String> values) implements Serializable {
    /** No scope at all. */
    public static final Scopes NONE = new Scopes(Set.of());

    private static final int MAX_TOKENS = 256;
    private static final int MAX_TEXT = 8192;

    /**
     * Checks and copies the tokens.
     *
     * @throws IllegalArgumentException if a token is empty or has a character that scopes must not
     *     have, or if there are more than 256 tokens
     */
    public Scopes {
        values = values instanceof FewTokens ? values : checked(values);
    }

    private static Set<String> checked(Set<String> values) {
        if (values.size() <= FewTokens.MOST) {
            return few(values);
        }
        Set<String> copy = new LinkedHashSet<>(values);
        if (copy.size() > MAX_TOKENS) {
            throw new IllegalArgumentException("more than " + MAX_TOKENS + " scope tokens");
        }
        copy.forEach(Scopes::requireToken);
        return Collections.unmodifiableSet(copy);
    }

    private static FewTokens few(Collection<String> values) {
        FewTokens few = FewTokens.of(values);
        for (String token : few) {
            requireToken(token);
        }
        return few;
    }

    /**
     * Scopes out of single tokens.
     *
     * @param tokens scope tokens, without blanks
     * @return the tokens in this order, repeated ones once
     * @throws IllegalArgumentException if a token is not a scope token
     */
    public static Scopes of(String... tokens) {
        return of(Arrays.asList(tokens));
    }

    /**
     * Scopes out of single tokens.
     *
     * @param tokens scope tokens, without blanks
     * @return the tokens in this order, repeated ones once
     * @throws IllegalArgumentException if a token is not a scope token
     */
    public static Scopes of(Collection<String> tokens) {
        return new Scopes(new Given(List.copyOf(tokens)));
    }

    /**
     * Reads the text form: tokens separated by single blanks; more blanks are tolerated.
     *
     * @param text the text, at most 8192 characters; an empty text gives {@link #NONE}
     * @return the tokens in this order, repeated ones once
     * @throws IllegalArgumentException if the text is too long or holds something that is no scope
     */
    public static Scopes parse(String text) {
        if (text.length() > MAX_TEXT) {
            throw new IllegalArgumentException("scope text is longer than " + MAX_TEXT + " characters");
        }
        List<String> tokens = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf(' ', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                tokens.add(text.substring(start, end));
            }
            start = end + 1;
        }
        if (tokens.isEmpty()) {
            return NONE;
        }
        return new Scopes(tokens.size() <= FewTokens.MOST ? few(tokens) : new Given(tokens));
    }

    /** Tokens that are about to be copied, which leaves the repeated ones out; a set in form only. */
    private static final class Given extends AbstractSet<String> {
        private final List<String> tokens;

        Given(List<String> tokens) {
            this.tokens = tokens;
        }

        @Override
        public Iterator<String> iterator() {
            return tokens.iterator();
        }

        @Override
        public int size() {
            return tokens.size();
        }
    }

    /**
     * Whether there is no scope.
     *
     * @return {@code true} for {@link #NONE} and its equals
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * Whether a token is in this set, compared exactly.
     *
     * @param token a scope token
     * @return {@code true} if it is
     */
    public boolean contains(String token) {
        return values.contains(token);
    }

    /**
     * Whether all tokens of another set are in this one.
     *
     * @param other the scopes to look for
     * @return {@code true} if none is missing; always for an empty set
     */
    public boolean containsAll(Scopes other) {
        return values.containsAll(other.values);
    }

    /**
     * These scopes followed by those of another set that are not here yet.
     *
     * @param other the scopes to add
     * @return the union; this object if nothing is added
     * @throws IllegalArgumentException if there would be more than 256 tokens
     */
    public Scopes union(Scopes other) {
        if (other.isEmpty() || containsAll(other)) {
            return this;
        }
        Set<String> all = new LinkedHashSet<>(values);
        all.addAll(other.values);
        return new Scopes(all);
    }

    /**
     * The scopes of this set that are also in another one.
     *
     * @param other the scopes that may stay
     * @return the intersection in the order of this set
     */
    public Scopes intersect(Scopes other) {
        Set<String> common = new LinkedHashSet<>(values);
        common.retainAll(other.values);
        return new Scopes(common);
    }

    /**
     * The scopes of this set that are not in another one.
     *
     * @param other the scopes to leave out
     * @return the difference in the order of this set
     */
    public Scopes minus(Scopes other) {
        if (other.containsAll(this)) {
            return NONE;
        }
        Set<String> rest = new LinkedHashSet<>(values);
        rest.removeAll(other.values);
        return new Scopes(rest);
    }

    /**
     * The tokens as a list.
     *
     * @return an unmodifiable list in the order of this set
     */
    public List<String> toList() {
        return List.copyOf(values);
    }

    /** Gives the text form: tokens separated by one blank, empty for no scope. */
    @Override
    public String toString() {
        return String.join(" ", values);
    }

    private static void requireToken(String token) {
        boolean valid = !token.isEmpty();
        for (int i = 0; i < token.length(); i++) {
            valid &= isScopeCharacter(token.charAt(i));
        }
        if (!valid) {
            throw new IllegalArgumentException("not a scope token");
        }
    }

    private static boolean isScopeCharacter(char c) {
        // letters of lower case, which most are, are known by the first two comparisons
        return c > '\\' ? c <= 0x7e : c > 0x20 && c != '"' && c != '\\';
    }
}
