package org.mcpoauth.client.obtain;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.TransportException;

/**
 * Asks for the answer of a user, never faster than the server allows (RFC 8628, section 3.5). Used by one
 * thread, once.
 */
final class DevicePolling {
    private static final Duration SLOWER = Duration.ofSeconds(5);

    private final DeviceAuthorization authorization;
    private final InstantSource clock;
    private final Pause pause;
    private final Instant end;
    private Duration interval;

    DevicePolling(DeviceAuthorization authorization, InstantSource clock, Pause pause) {
        this.authorization = authorization;
        this.clock = clock;
        this.pause = pause;
        this.end = clock.instant().plus(authorization.lifetime());
        this.interval = authorization.interval();
    }

    /**
     * What the user's consent brings.
     *
     * @throws AuthorizationRequiredException if the user did not answer in time
     * @throws OAuthErrorException if the user or the server refused
     * @throws TransportException if the thread was interrupted
     */
    <T> T until(Supplier<T> request) {
        while (clock.instant().plus(interval).isBefore(end)) {
            await();
            try {
                return request.get();
            } catch (OAuthErrorException refusal) {
                goOnAfter(refusal);
            } catch (TransportException failure) {
                goOnAfter(failure);
            }
        }
        throw tooLate();
    }

    private void goOnAfter(OAuthErrorException refusal) {
        if (refusal.error().equals(ErrorCode.SLOW_DOWN)) {
            interval = interval.plus(SLOWER);
        } else if (refusal.error().equals(ErrorCode.EXPIRED_TOKEN)) {
            throw tooLate();
        } else if (!refusal.error().equals(ErrorCode.AUTHORIZATION_PENDING)) {
            throw refusal;
        }
    }

    /** A server in trouble is asked less and less. */
    private void goOnAfter(TransportException failure) {
        if (failure.code() == FailureCode.INTERRUPTED || failure.code() == FailureCode.ENDPOINT_REFUSED) {
            throw failure;
        }
        interval = interval.multipliedBy(2);
    }

    private void await() {
        try {
            pause.of(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransportException(
                    FailureCode.INTERRUPTED, authorization.verificationUri(), "interrupted while a user was asked", e);
        }
    }

    private static AuthorizationRequiredException tooLate() {
        return new AuthorizationRequiredException(
                "the user did not enter the code in time and has to be asked once more", null);
    }
}
