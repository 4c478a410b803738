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
import org.mcpoauth.server.token.TokenText;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.spi.support.concurrent.SingleFlight;

/**
 * Spares questions about tokens that were asked about a short while ago (RFC 7662, section 4), where that
 * is wanted, and about those that are asked about now: one thread asks about a token, the others wait for
 * the answer. Refused tokens are remembered too, shorter and apart, so that strangers cannot push out what
 * was accepted. Failures to know are not remembered. Questions are limited, memories are not. Thread-safe.
 */
public final class CachingIntrospection implements TokenReader {
    private static final int MOST_REFUSED = 10_000;
    private static final Duration LONGEST_REFUSED = Duration.ofSeconds(10);

    private final TokenReader reader;
    private final VerifiedTokens accepted;
    private final BoundedMap<TokenDigest, Refusal> refused;
    private final Duration refusedTtl;
    private final SingleFlight<TokenDigest, VerifiedToken> questions;
    private final TokenCrowds crowds;
    private final Access access;
    private final Runnable look;
    private final InstantSource clock;

    /**
     * Who may ask when.
     *
     * @param limit how many tokens at once
     * @param familiar whose questions go first
     * @param server who is asked
     */
    public record Access(QuestionLimit limit, FamiliarTokens familiar, URI server) {}

    /**
     * Remembers the answers of a reader.
     *
     * @param reader asks
     * @param limits how many tokens and how long; 0 tokens remember nothing
     * @param maxAge how old a token may be since {@code iat}, or {@code null} for any age
     * @param access who may ask when
     * @param look looks whether a key that signs answers was taken back, before a remembered one counts
     * @param clock tells when an entry ends
     */
    public CachingIntrospection(
            TokenReader reader,
            TokenCacheLimits limits,
            @Nullable Duration maxAge,
            Access access,
            Runnable look,
            InstantSource clock) {
        this.reader = reader;
        this.accepted = new VerifiedTokens(limits, maxAge, clock);
        this.refused = new BoundedMap<>(Math.min(limits.size(), MOST_REFUSED));
        this.refusedTtl = limits.ttl().compareTo(LONGEST_REFUSED) < 0 ? limits.ttl() : LONGEST_REFUSED;
        this.questions = new SingleFlight<>(digest -> access.server());
        this.crowds = new TokenCrowds(access.limit());
        this.access = access;
        this.look = look;
        this.clock = clock;
    }

    private record Refusal(RejectionReason reason, Instant until) {}

    @Override
    public VerifiedToken read(Secret token) {
        // no token of anybody: not worth a digest or a place
        if (TokenText.isTooLong(token) || !TokenText.isToken68(token)) {
            return reader.read(token);
        }
        TokenDigest digest = TokenDigest.of(token);
        look.run();
        VerifiedToken known = find(digest);
        return known != null ? known : inTurn(digest, token);
    }

    /** Who comes after a revocation does not take an answer that was asked for before it. */
    private VerifiedToken inTurn(TokenDigest digest, Secret token) {
        return crowds.run(digest, () -> questions.run(digest, accepted.moment(), () -> inPlace(digest, token)));
    }

    private VerifiedToken inPlace(TokenDigest digest, Secret token) {
        return access.limit().run(access.familiar().contain(digest), () -> asked(digest, token));
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

    /** Forgets all answers, as when the key that signed them was taken back. */
    public void forgetAll() {
        accepted.clear();
        refused.clear();
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
