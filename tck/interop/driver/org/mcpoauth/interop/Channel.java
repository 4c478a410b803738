package org.mcpoauth.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonObject;
import java.io.PrintStream;

/** What the script reads: whole lines only, whichever thread writes them. */
final class Channel {
    private final PrintStream out;

    Channel(PrintStream out) {
        this.out = new PrintStream(out, true, UTF_8);
    }

    void send(JsonObject message) {
        out.println(message);
    }
}
