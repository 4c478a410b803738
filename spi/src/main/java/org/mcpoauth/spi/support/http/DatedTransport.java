package org.mcpoauth.spi.support.http;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** Notes how far the clock of the server that answered last is ahead (RFC 9110, section 6.6.1). For one thread. */
public final class DatedTransport implements HttpTransport {
    private final HttpTransport transport;
    private final InstantSource clock;
    private @Nullable Duration ahead;

    /** Sends as another transport does. */
    public DatedTransport(HttpTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /** How far ahead the other clock is, in whole seconds, negative when behind; {@code null} if nobody said. */
    public @Nullable Duration ahead() {
        return ahead;
    }

    @Override
    public HttpReply send(HttpCall call) {
        HttpReply reply = transport.send(call);
        reply.headers()
                .firstValue("Date")
                .map(Freshness::date)
                .ifPresent(date -> ahead = Duration.ofSeconds(
                        date.getEpochSecond() - clock.instant().getEpochSecond()));
        return reply;
    }
}
