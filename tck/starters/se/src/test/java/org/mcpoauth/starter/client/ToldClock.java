package org.mcpoauth.starter.client;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** The clock of the server, as far as its answers told it; it never goes back. */
final class ToldClock implements InstantSource {
    private final AtomicLong millis;

    ToldClock(Instant start) {
        millis = new AtomicLong(start.toEpochMilli());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    void learn(HttpHeaders answer) {
        answer.firstValue(RotatingServer.TIME)
                .map(Long::parseLong)
                .ifPresent(told -> millis.accumulateAndGet(told, Math::max));
    }

    /** A transport whose answers tell the time before anybody reads them. */
    HttpTransport listening(HttpTransport transport) {
        return (HttpCall call) -> {
            HttpReply reply = transport.send(call);
            learn(reply.headers());
            return reply;
        };
    }
}
