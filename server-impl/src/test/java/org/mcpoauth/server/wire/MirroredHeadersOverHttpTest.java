package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.resource.DeclaredScopes;

/** MCP 2026-07-28, "Streamable HTTP": the standard headers say what the body says, or nothing runs. */
class MirroredHeadersOverHttpTest {
    private static final String TOOL =
            "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"tools/call\",\"params\":{\"name\":\"caf\u00e9\"}}";
    private static final String MISMATCH =
            "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"error\":{\"code\":-32020,\"message\":\"Header mismatch\"}}";

    private RestServer server;

    @BeforeEach
    void start() {
        server = new RestServer(
                it -> it.operationScopes(DeclaredScopes.parse(Map.of("tools/call:secret", Scopes.of("secret")))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> authorized(HttpRequest.Builder request) {
        return send(with(server.issuer.token(), request));
    }

    private void assertMismatch(HttpResponse<String> response) {
        assertEquals(400, response.statusCode());
        assertEquals(MISMATCH, response.body());
        assertTrue(response.headers().firstValue("WWW-Authenticate").isEmpty(), "a token would not help");
        assertEquals(0, server.endpoint.runs.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"=?base64?Y2Fmw6k=?=", " =?base64?Y2Fmw6k=?= "})
    void anEncodedNameIsDecodedBeforeItIsCompared(String name) {
        assertEquals(
                200, authorized(server.modern("tools/call", name.strip(), TOOL)).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cafe",
                "CAF",
                "=?BASE64?Y2Fmw6k=?=",
                "=?base64?Y2Fmw6k=",
                "=?base64?Y2Fmw6l=?=",
                "=?base64?Y2Fm6Q==?=",
                "=?base64?Y2Fmw6k====?=",
                "=?base64?=",
                "=?base64??="
            })
    void anotherNameIsRefused(String name) {
        assertMismatch(authorized(server.modern("tools/call", name, TOOL)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "Tools/Call", "tools/call,tools/call", "=?base64?dG9vbHMvY2FsbA==?="})
    void anotherMethodIsRefused(String method) {
        assertMismatch(authorized(server.modern(method, "=?base64?Y2Fmw6k=?=", TOOL)));
    }

    @Test
    void missingAndRepeatedHeadersAreRefused() {
        String name = "=?base64?Y2Fmw6k=?=";
        assertMismatch(authorized(server.modern("tools/call", null, TOOL)));
        assertMismatch(authorized(server.modern("tools/call", name, TOOL).header("Mcp-Name", name)));
        assertMismatch(authorized(server.modern("tools/call", name, TOOL).header("Mcp-Method", "tools/call")));
        assertMismatch(authorized(
                server.post(TOOL).header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Name", name)));
    }

    @Test
    void theVersionOfTheBodyIsThatOfTheHeader() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"ping\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/protocolVersion\":\"VERSION\"}}}";
        assertEquals(
                200,
                authorized(server.modern("ping", null, body.replace("VERSION", "2026-07-28")))
                        .statusCode());
        server.endpoint.runs.set(0);
        assertMismatch(authorized(server.modern("ping", null, body.replace("VERSION", "2027-01-01"))));
    }

    @Test
    void aTaskIsNamedByItsIdentifierIfItIsNamed() {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":\"seven\",\"method\":\"tasks/get\",\"params\":{\"taskId\":\"t1\"}}";
        assertMismatch(authorized(server.modern("tasks/get", "t2", body)));
        assertEquals(
                200, authorized(server.modern("tasks/get", "t1", body)).statusCode(), "then it is an unknown task");
    }

    /** Which versions there are is for the application to say, with the error for it. */
    @Test
    void laterVersionsAndMissingMetadataAreLeftToTheApplication() {
        HttpRequest.Builder later =
                server.post(CALL).header("MCP-Protocol-Version", "2099-01-01").header("Mcp-Method", "ping");
        assertEquals(200, authorized(later).statusCode());
        assertEquals(1, server.endpoint.runs.get());
    }

    @Test
    void earlierRevisionsHaveNoSuchHeaders() {
        for (String version : List.of("2025-03-26", "2025-06-18", "2025-11-25")) {
            assertEquals(
                    200,
                    authorized(server.post(CALL).header("MCP-Protocol-Version", version))
                            .statusCode());
        }
        assertEquals(200, authorized(server.post("[" + CALL + "]")).statusCode(), "nor have batches");
    }

    @Test
    void aBatchIsNoMessageOfThisRevision() {
        HttpResponse<String> response = authorized(server.modern("ping", null, "[" + CALL + "]"));
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("-32600"), response.body());
    }

    // The order of the checks: origin, token, headers, scopes
    @Test
    void theFirstFaultGivesTheAnswer() {
        String secret = TOOL.replace("caf\u00e9", "secret");
        HttpRequest.Builder all = server.modern("ping", "x", secret);
        assertEquals(
                403, send(all.copy().header("Origin", "https://evil.example")).statusCode());
        assertEquals(401, send(all.copy()).statusCode());
        assertEquals(401, send(all.copy().header("Authorization", "Bearer bad")).statusCode());
        assertEquals(400, authorized(all.copy()).statusCode());
        assertEquals(
                403, authorized(server.modern("tools/call", "secret", secret)).statusCode());
        assertEquals(0, server.endpoint.runs.get());
    }
}
