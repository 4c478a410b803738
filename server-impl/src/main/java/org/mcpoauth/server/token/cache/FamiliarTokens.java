package org.mcpoauth.server.token.cache;

import org.mcpoauth.api.Secret;

/**
 * The tokens that were accepted when their server was last asked about them. It decides nothing about a
 * token, only whose question goes first when many want to ask: strangers with invented tokens never come
 * in here. Bounded; digests only. Thread-safe.
 */
public final class FamiliarTokens {
    private static final int MOST = 10_000;

    private final BoundedMap<TokenDigest, Boolean> digests = new BoundedMap<>(MOST);

    /** Whether a token was accepted when it was last asked about, as far as that is remembered. */
    public boolean contain(Secret token) {
        return contain(TokenDigest.of(token));
    }

    boolean contain(TokenDigest digest) {
        return digests.get(digest) != null;
    }

    /** A token was accepted. */
    public void add(Secret token) {
        TokenDigest digest = TokenDigest.of(token);
        if (!contain(digest)) {
            digests.put(digest, true, 1, digests.moment());
        }
    }

    /** A token was refused. */
    public void remove(Secret token) {
        TokenDigest digest = TokenDigest.of(token);
        if (contain(digest)) {
            digests.remove(digest);
        }
    }
}
