package org.mcpoauth.api;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of nearly all scopes: so few that comparing one with each of them costs less than a hash table.
 * Made by {@link Scopes} alone, which checks them. Serialised as any other set, and so checked again.
 * Immutable.
 */
final class FewTokens extends AbstractSet<String> implements Serializable {
    static final int MOST = 8;

    private static final long serialVersionUID = 1L;

    private final transient List<String> tokens;

    private FewTokens(List<String> tokens) {
        this.tokens = tokens;
    }

    /** Tokens in their order, repeated ones once. */
    static FewTokens of(Collection<String> tokens) {
        String[] distinct = new String[tokens.size()];
        int size = 0;
        for (String token : tokens) {
            if (isNew(token, distinct, size)) {
                distinct[size++] = token;
            }
        }
        return new FewTokens(List.of(size == distinct.length ? distinct : Arrays.copyOf(distinct, size)));
    }

    private static boolean isNew(String token, String[] known, int size) {
        for (int i = 0; i < size; i++) {
            if (known[i].equals(token)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean contains(@Nullable Object token) {
        return token != null && tokens.contains(token);
    }

    @Override
    public Iterator<String> iterator() {
        return tokens.iterator();
    }

    @Override
    public int size() {
        return tokens.size();
    }

    private Object writeReplace() {
        return new LinkedHashSet<>(tokens);
    }

    private Object readResolve() throws InvalidObjectException {
        throw new InvalidObjectException("written as another set");
    }
}
