package org.mcpoauth.server.token.cache;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.TokenCacheLimits;

/**
 * The tokens that were accepted a short while ago, by their digests. An entry ends with its token, with
 * the time it may be remembered, with the largest age of the token, or when its token is revoked or a key
 * of its issuer goes; whichever comes first. Refused tokens never come in, so strangers cannot push
 * anything out.
 *
 * <p>The limit counts tokens of ordinary length; a longer one counts as several, so that the memory is
 * bounded too. Thread-safe.
 */
final class VerifiedTokens {
    private static final int ORDINARY_LENGTH = 2048;

    private final BoundedMap<TokenDigest, Entry> entries;
    private final Duration ttl;
    private final @Nullable Duration maxAge;
    private final InstantSource clock;

    /**
     * An empty memory.
     *
     * @param limits how many tokens and how long
     * @param maxAge how old a token may be since {@code iat}, or {@code null} for any age
     * @param clock tells when an entry ends
     */
    VerifiedTokens(TokenCacheLimits limits, @Nullable Duration maxAge, InstantSource clock) {
        this.entries = new BoundedMap<>(limits.size());
        this.ttl = limits.ttl();
        this.maxAge = maxAge;
        this.clock = clock;
    }

    private record Entry(VerifiedToken token, Instant until) {}

    @Nullable
    VerifiedToken find(TokenDigest digest) {
        Entry entry = entries.get(digest);
        return entry != null && clock.instant().isBefore(entry.until()) ? entry.token() : null;
    }

    /** What to give to {@link #keep} for a token whose judgement begins now. */
    long moment() {
        return entries.moment();
    }

    void keep(TokenDigest digest, Secret text, VerifiedToken token, long moment) {
        Instant now = clock.instant();
        Instant until = earlier(earlier(now.plus(ttl), token.expiresAt()), oldAt(token));
        if (now.isBefore(until)) {
            int weight = 1 + (text.reveal().length() - 1) / ORDINARY_LENGTH;
            entries.put(digest, new Entry(token, until), weight, moment);
        }
    }

    void forget(TokenRevoked revoked) {
        if (revoked instanceof TokenRevoked.ByToken one) {
            entries.remove(TokenDigest.of(one.token()));
        } else {
            entries.removeIf(entry -> RevokedTokens.contain(revoked, entry.token()));
        }
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }

    private Instant oldAt(VerifiedToken token) {
        // the rule has checked the claim
        return maxAge == null
                ? Instant.MAX
                : Instant.ofEpochSecond(token.claims().getJsonNumber("iat").longValue())
                        .plus(maxAge);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
