package org.mcpoauth.samples.quickstart;

import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** Tells which OAuth requests the client sends; bodies and queries hold credentials and stay out. */
final class WireTap implements HttpTransport {
    private final HttpTransport transport;
    private final Narrator narrator;

    WireTap(HttpTransport transport, Narrator narrator) {
        this.transport = transport;
        this.narrator = narrator;
    }

    @Override
    public HttpReply send(HttpCall call) {
        HttpReply reply = transport.send(call);
        narrator.wire(call + " -> " + reply.status());
        return reply;
    }
}
