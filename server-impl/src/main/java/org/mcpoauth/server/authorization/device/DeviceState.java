package org.mcpoauth.server.authorization.device;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.SecretHash;

/**
 * All state of what a device asked for. It is one record of the store, changed by one compare-and-set, so that a
 * user's decision, the questions of the device and its tokens can never disagree.
 *
 * @param clientId whose device it is
 * @param request what it asked for
 * @param secret the digest of the secret of its code
 * @param expiresAt when the codes end
 * @param status how far it has come
 * @param interval how long the device has to wait between questions
 * @param askedAt when it asked last, or {@code null}
 * @param grant what the user granted, {@code null} while it is {@link Status#PENDING} or {@link Status#DENIED}
 */
public record DeviceState(
        String clientId,
        DeviceRequest request,
        SecretHash secret,
        Instant expiresAt,
        Status status,
        Duration interval,
        @Nullable Instant askedAt,
        @Nullable DeviceGrant grant) {
    /** RFC 8628, section 3.5: what each question that comes too early costs. */
    private static final Duration SLOWER = Duration.ofSeconds(5);

    /** How long a request may take to issue the tokens, before a later one does it. */
    private static final Duration REDEMPTION = Duration.ofSeconds(30);

    /** How far it has come. */
    public enum Status {
        /** The user has not decided. */
        PENDING,
        /** The user has agreed. */
        APPROVED,
        /** The user has not agreed. */
        DENIED,
        /** The user has agreed, and a request that asked last issues the tokens. */
        REDEEMING,
        /** The device has got its tokens. */
        REDEEMED
    }

    /**
     * Whether the codes are over.
     *
     * @param now the time
     * @return {@code true} if nobody can decide any more, and nothing is issued
     */
    public boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /**
     * Whether the device asks before its interval is over.
     *
     * @param now the time
     * @return {@code true} if it does
     */
    public boolean isTooEarly(Instant now) {
        return askedAt != null && now.isBefore(askedAt.plus(interval));
    }

    /**
     * The state after a question of the device.
     *
     * @param now when it asked
     * @return the state; with a longer interval if that was too early
     */
    public DeviceState asked(Instant now) {
        Duration next = isTooEarly(now) ? interval.plus(SLOWER) : interval;
        return new DeviceState(clientId, request, secret, expiresAt, status, next, now, grant);
    }

    /**
     * The state after the user agreed.
     *
     * @param granted what to
     * @return the state
     */
    public DeviceState approved(DeviceGrant granted) {
        return new DeviceState(clientId, request, secret, expiresAt, Status.APPROVED, interval, askedAt, granted);
    }

    /**
     * The state after the user did not agree.
     *
     * @return the state
     */
    public DeviceState denied() {
        return new DeviceState(clientId, request, secret, expiresAt, Status.DENIED, interval, askedAt, null);
    }

    /**
     * The state while tokens are issued.
     *
     * @param now when that begins
     * @return the state
     */
    public DeviceState redeeming(Instant now) {
        return new DeviceState(clientId, request, secret, expiresAt, Status.REDEEMING, interval, now, grant);
    }

    /**
     * Whether tokens may be being issued.
     *
     * @param now the time
     * @return {@code false} if that has begun and failed, or not begun
     */
    public boolean isBeingRedeemed(Instant now) {
        return status == Status.REDEEMING && askedAt != null && now.isBefore(askedAt.plus(REDEMPTION));
    }

    /**
     * The state after tokens could not be issued.
     *
     * @return the state
     */
    public DeviceState released() {
        return new DeviceState(clientId, request, secret, expiresAt, Status.APPROVED, interval, askedAt, grant);
    }

    /**
     * The state after the device got its tokens.
     *
     * @return the state
     */
    public DeviceState redeemed() {
        return new DeviceState(clientId, request, secret, expiresAt, Status.REDEEMED, interval, askedAt, grant);
    }
}
