package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.token.TokenPrincipal;

/** The server without HTTP, where a test needs its clock or its limits. */
class McpServerTest {
    private static final byte[] INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}"
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] PING =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

    private final TokenPrincipal alice = TestPrincipalFilter.principal("alice");
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final McpServer server = new McpServer(new TestCodec(), () -> now);

    private Reply initialize() {
        return server.post(new RequestHeaders(null, null, null, null), INITIALIZE, alice);
    }

    private Reply ping(Reply initialized) {
        return server.post(new RequestHeaders(null, initialized.sessionId(), null, null), PING, alice);
    }

    @Test
    void anIdleSessionIsNotFound() {
        Reply initialized = initialize();
        now = now.plus(McpServer.SESSION_IDLE).minus(Duration.ofSeconds(1));
        assertEquals(200, ping(initialized).status());
        now = now.plus(McpServer.SESSION_IDLE);
        assertEquals(404, ping(initialized).status());
    }

    @Test
    void aServerFullOfSessionsTakesNoMore() {
        for (int i = 0; i < McpServer.MAX_SESSIONS; i++) {
            assertNotNull(initialize().sessionId());
        }
        Reply refused = initialize();
        assertEquals(503, refused.status());
        assertNull(refused.sessionId());
    }
}
