package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.mcpoauth.samples.mcp.McpCaller.Answer;

/** Requests of revision 2026-07-28. */
final class StatelessRequests {
    static final String VERSION = "2026-07-28";
    static final String META = meta("{}");

    private StatelessRequests() {}

    static McpCaller caller(URI endpoint, String subject) {
        return McpCaller.of(endpoint, subject).with("MCP-Protocol-Version", VERSION);
    }

    static String meta(String capabilities) {
        return "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":" + capabilities + "}";
    }

    static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    static Answer send(McpCaller caller, String method) {
        return caller.with("Mcp-Method", method).post(request(method, META));
    }

    static Answer call(McpCaller caller, String tool, String params) {
        return caller.with("Mcp-Method", "tools/call")
                .with("Mcp-Name", tool)
                .post(request("tools/call", "\"name\":\"" + tool + "\"," + params));
    }

    static void assertError(int status, int code, Answer answer) {
        assertEquals(status, answer.status());
        assertEquals(code, answer.errorCode());
        assertEquals(5, answer.json().getInt("id"));
    }
}
