package org.mcpoauth.server.rest;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Where RESTEasy writes the events of a sink. It closes the stream of every response when the resource method
 * has returned, which is before the application has sent its events; what ends the answer is the sink.
 *
 * @see GuardFilter
 */
final class SinkOutput extends OutputStream {
    private final OutputStream events;

    SinkOutput(OutputStream events) {
        this.events = events;
    }

    @Override
    public void write(int octet) throws IOException {
        events.write(octet);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        events.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
        events.flush();
    }

    @Override
    public void close() {
        // another thread may be writing
    }
}
