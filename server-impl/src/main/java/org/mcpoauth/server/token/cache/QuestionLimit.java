package org.mcpoauth.server.token.cache;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.server.token.WarningPace;

/**
 * How many tokens one authorization server may be asked about at once. As many again may wait for a
 * place, for a moment; whoever comes then is refused at once, so that neither threads nor connections run
 * out, however slow the server is. A quarter of the places, rounded down, is for tokens that were accepted
 * before; others wait for one of their places and then for one of all, a moment each. Thread-safe.
 */
public final class QuestionLimit {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int most;
    private final URI server;
    private final WarningPace warnings;
    private final Duration longestWait;
    private final Line everybody;
    private final Line strangers;

    /**
     * A limit.
     *
     * @param most how many at once, at least 1
     * @param server who is asked
     * @param clock tells when to warn again
     */
    public QuestionLimit(int most, URI server, InstantSource clock) {
        this(most, server, clock, LONGEST_WAIT);
    }

    QuestionLimit(int most, URI server, InstantSource clock, Duration longestWait) {
        this.most = most;
        this.server = server;
        this.warnings = new WarningPace(clock);
        this.longestWait = longestWait;
        this.everybody = new Line(most);
        this.strangers = new Line(most - most / 4);
    }

    /**
     * Asks when there is a place.
     *
     * @param familiar whether the token was accepted before
     * @throws TransportException if there is no place, also after a moment; with the time after which to
     *     come again
     */
    <T> T run(boolean familiar, Supplier<T> question) {
        return familiar ? everybody.run(question) : strangers.run(() -> everybody.run(question));
    }

    int most() {
        return most;
    }

    /** What is said to who comes when there is no place. */
    TransportException busy() {
        if (warnings.isDue()) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4024 more tokens to ask about than may be under way: " + server);
        }
        return new TransportException(
                FailureCode.CONNECTION_FAILED, server, "too many questions are under way", RETRY_AFTER, null);
    }

    /** Places, and room for those who wait for one. */
    private final class Line {
        private final Semaphore room;
        private final Semaphore places;

        Line(int most) {
            this.room = new Semaphore(2 * most);
            this.places = new Semaphore(most, true);
        }

        <T> T run(Supplier<T> work) {
            if (!room.tryAcquire()) {
                throw busy();
            }
            try {
                return inPlace(work);
            } finally {
                room.release();
            }
        }

        private <T> T inPlace(Supplier<T> work) {
            takePlace();
            try {
                return work.get();
            } finally {
                places.release();
            }
        }

        private void takePlace() {
            try {
                if (!places.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw busy();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TransportException(FailureCode.INTERRUPTED, server, "interrupted while waiting", e);
            }
        }
    }
}
