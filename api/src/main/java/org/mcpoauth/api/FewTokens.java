package org.mcpoauth.api;

import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.ArrayList;
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
        List<String> distinct = new ArrayList<>(tokens.size());
        for (String token : tokens) {
            if (!distinct.contains(token)) {
                distinct.add(token);
            }
        }
        return new FewTokens(List.copyOf(distinct));
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
