package org.mcpoauth.server.token.cache;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.token.TokenReader;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.concurrent.SingleFlight;
import org.mcpoauth.spi.support.jose.JwsParser;

/**
 * Spares questions about tokens that were asked about a short while ago (RFC 7662, section 4). One thread
 * asks about a token, the others wait for the answer. Refused tokens are remembered too, shorter and
 * apart, so that strangers cannot push out what was accepted. Failures to know are not remembered.
 * Thread-safe.
 */
public final class CachingIntrospection implements TokenReader {
    private static final int MOST_REFUSED = 10_000;
    private static final Duration LONGEST_REFUSED = Duration.ofSeconds(10);

    private final TokenReader reader;
    private final VerifiedTokens accepted;
    private final BoundedMap<TokenDigest, Refusal> refused;
    private final Duration refusedTtl;
    private final SingleFlight<TokenDigest, VerifiedToken> questions;
    private final InstantSource clock;

    /**
     * Remembers the answers of a reader.
     *
     * @param reader asks
     * @param limits how many tokens and how long; at least one
     * @param maxAge how old a token may be since {@code iat}, or {@code null} for any age
     * @param server who is asked
     * @param clock tells when an entry ends
     */
    public CachingIntrospection(
            TokenReader reader, TokenCacheLimits limits, @Nullable Duration maxAge, URI server, InstantSource clock) {
        this.reader = reader;
        this.accepted = new VerifiedTokens(limits, maxAge, clock);
        this.refused = new BoundedMap<>(Math.min(limits.size(), MOST_REFUSED));
        this.refusedTtl = limits.ttl().compareTo(LONGEST_REFUSED) < 0 ? limits.ttl() : LONGEST_REFUSED;
        this.questions = new SingleFlight<>(digest -> server);
        this.clock = clock;
    }

    private record Refusal(RejectionReason reason, Instant until) {}

    @Override
    public VerifiedToken read(Secret token) {
        // too long for any token: not worth a digest
        if (token.reveal().length() > JwsParser.DEFAULT_MAX_LENGTH) {
            return reader.read(token);
        }
        TokenDigest digest = TokenDigest.of(token);
        VerifiedToken known = find(digest);
        // who comes after a revocation does not take an answer that was asked for before it
        return known != null ? known : questions.run(digest, accepted.moment(), () -> asked(digest, token));
    }

    private @Nullable VerifiedToken find(TokenDigest digest) {
        VerifiedToken known = accepted.find(digest);
        Refusal refusal = known == null ? refused.get(digest) : null;
        if (refusal != null && clock.instant().isBefore(refusal.until())) {
            throw new TokenRejectedException(refusal.reason());
        }
        return known;
    }

    private VerifiedToken asked(TokenDigest digest, Secret token) {
        // another question may have been answered after this thread had looked
        VerifiedToken known = find(digest);
        return known != null ? known : ask(digest, token);
    }

    private VerifiedToken ask(TokenDigest digest, Secret token) {
        long moment = accepted.moment();
        try {
            VerifiedToken answer = reader.read(token);
            accepted.keep(digest, token, answer, moment);
            return answer;
        } catch (TokenRejectedException e) {
            refuse(digest, e.reason());
            throw e;
        }
    }

    private void refuse(TokenDigest digest, RejectionReason reason) {
        // that may be over at any moment
        if (reason != RejectionReason.NOT_YET_VALID) {
            Refusal refusal = new Refusal(reason, clock.instant().plus(refusedTtl));
            refused.put(digest, refusal, 1, refused.moment());
        }
    }

    @Override
    public void forget(TokenRevoked revoked) {
        reader.forget(revoked);
        accepted.forget(revoked);
    }

    /** How many accepted tokens are remembered. */
    int size() {
        return accepted.size();
    }

    /** How many refused tokens are remembered. */
    int refusedSize() {
        return refused.size();
    }
}
