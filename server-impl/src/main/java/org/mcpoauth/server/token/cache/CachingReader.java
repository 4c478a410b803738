package org.mcpoauth.server.token.cache;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.token.TokenReader;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.jose.JwsParser;

/**
 * Spares the signature check of tokens that were accepted a short while ago. Two threads that meet a new
 * token both verify it: nobody waits. Thread-safe.
 */
public final class CachingReader implements TokenReader {
    private final TokenReader reader;
    private final Runnable look;
    private final VerifiedTokens tokens;

    /**
     * Remembers what a reader accepts.
     *
     * @param reader judges tokens that are not remembered
     * @param limits how many tokens and how long; at least one
     * @param maxAge how old a token may be since {@code iat}, or {@code null} for any age
     * @param clock tells when an entry ends
     * @param look looks whether a key was taken back, before a remembered token counts
     */
    public CachingReader(
            TokenReader reader,
            TokenCacheLimits limits,
            @Nullable Duration maxAge,
            InstantSource clock,
            Runnable look) {
        this.reader = reader;
        this.look = look;
        this.tokens = new VerifiedTokens(limits, maxAge, clock);
    }

    @Override
    public VerifiedToken read(Secret token) {
        // too long for any token: not worth a digest
        if (token.reveal().length() > JwsParser.DEFAULT_MAX_LENGTH) {
            return reader.read(token);
        }
        TokenDigest digest = TokenDigest.of(token);
        look.run();
        VerifiedToken known = tokens.find(digest);
        return known != null ? known : judged(digest, token);
    }

    private VerifiedToken judged(TokenDigest digest, Secret token) {
        long moment = tokens.moment();
        VerifiedToken accepted = reader.read(token);
        tokens.keep(digest, token, accepted, moment);
        return accepted;
    }

    @Override
    public List<Issuer> issuersWithoutKeys() {
        return reader.issuersWithoutKeys();
    }

    @Override
    public void forget(TokenRevoked revoked) {
        reader.forget(revoked);
        tokens.forget(revoked);
    }

    /** Forgets all tokens, as when a key was taken back. */
    public void forgetAll() {
        tokens.clear();
    }

    /** How many tokens are remembered. */
    public int size() {
        return tokens.size();
    }
}
