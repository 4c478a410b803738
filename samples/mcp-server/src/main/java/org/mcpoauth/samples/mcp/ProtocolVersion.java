package org.mcpoauth.samples.mcp;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.samples.mcp.json.JsonText;

/** The protocol revisions this server speaks, newest first. */
enum ProtocolVersion {
    V2026_07_28("2026-07-28"),
    V2025_11_25("2025-11-25"),
    V2025_06_18("2025-06-18"),
    V2025_03_26("2025-03-26");

    static final ProtocolVersion LATEST_WITH_SESSIONS = V2025_11_25;

    private final String text;

    ProtocolVersion(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether every request stands alone, without a session. */
    boolean isStateless() {
        return this == V2026_07_28;
    }

    /** Whether bad arguments are a tool result that the model reads; before, they were a protocol error. */
    boolean reportsBadArgumentsToTheModel() {
        return compareTo(V2025_11_25) <= 0;
    }

    static Optional<ProtocolVersion> of(String text) {
        return Stream.of(values()).filter(version -> version.text.equals(text)).findFirst();
    }

    static JsonArray all() {
        JsonArrayBuilder texts = JsonText.array();
        Stream.of(values()).forEach(version -> texts.add(version.text));
        return texts.build();
    }
}
