package org.mcpoauth.server.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One event of an event stream, as text. */
final class EventText {
    private static final String DATA = "data";

    private EventText() {}

    /** The event with changed data, {@code null} if its data stay as they are. */
    static byte @Nullable [] rewritten(byte[] event, AnswerRewriter rewriter) {
        List<String> lines = new String(event, StandardCharsets.UTF_8).lines().toList();
        List<String> data = lines.stream().flatMap(EventText::data).toList();
        if (data.isEmpty() || !rewriter.isNeeded()) {
            return null;
        }
        byte[] changed = rewriter.rewritten(String.join("\n", data).getBytes(StandardCharsets.UTF_8));
        return changed == null ? null : written(lines, changed);
    }

    private static Stream<String> data(String line) {
        if (line.equals(DATA)) {
            return Stream.of("");
        }
        if (!line.startsWith(DATA + ":")) {
            return Stream.empty();
        }
        int start = DATA.length() + 1;
        return Stream.of(line.substring(line.startsWith(" ", start) ? start + 1 : start));
    }

    /** JSON that this library writes has no line breaks. */
    private static byte[] written(List<String> lines, byte[] json) {
        List<String> others = new ArrayList<>();
        for (String line : lines) {
            if (data(line).findAny().isEmpty() && !line.isEmpty()) {
                others.add(line + "\n");
            }
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes(String.join("", others).getBytes(StandardCharsets.UTF_8));
        text.writeBytes((DATA + ": ").getBytes(StandardCharsets.UTF_8));
        text.writeBytes(json);
        text.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return text.toByteArray();
    }
}
