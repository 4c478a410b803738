package org.mcpoauth.samples.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class McpMessageTest {
    private static final McpMessage LIST = McpMessage.of("tools/list");

    /** MCP 2026-07-28, Streamable HTTP, "Standard Request Headers". */
    @Test
    void theHeadersRepeatTheMessage() {
        HttpRequest request = McpMessage.call(new Tool("notes_add", "", List.of("text")), Map.of("text", "milk"))
                .to(URI.create("http://127.0.0.1/mcp"));

        assertEquals(Optional.of("2026-07-28"), request.headers().firstValue("MCP-Protocol-Version"));
        assertEquals(Optional.of("tools/call"), request.headers().firstValue("Mcp-Method"));
        assertEquals(Optional.of("notes_add"), request.headers().firstValue("Mcp-Name"));
    }

    @Test
    void aResultIsTaken() throws Exception {
        assertEquals(1, LIST.result(answer("{\"result\":{\"a\":1}}")).getInt("a"));
    }

    @Test
    void whatTheServerSaysIsShown() {
        ServerFailedException failure = assertThrows(
                ServerFailedException.class, () -> LIST.result(answer("{\"error\":{\"message\":\"no form\"}}")));

        assertEquals("This server says: no form", failure.words());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{}", "{\"result\":1}", "{\"error\":1}", "{\"error\":{}}", "data: {}\n\n"})
    void whatIsNoAnswerIsAFailure(String text) {
        assertThrows(ServerFailedException.class, () -> LIST.result(answer(text)));
    }

    @Test
    void anAnswerHasAnEnd() {
        String text = "{\"result\":{\"a\":\"" + "a".repeat(1024 * 1024) + "\"}}";

        assertThrows(ServerFailedException.class, () -> LIST.result(answer(text)));
    }

    private static InputStream answer(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
