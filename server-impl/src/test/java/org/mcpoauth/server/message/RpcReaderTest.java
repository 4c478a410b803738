package org.mcpoauth.server.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.StrictJson;

/** Bodies of the Streamable HTTP transport: one JSON-RPC 2.0 message, or a batch of MCP 2025-03-26. */
class RpcReaderTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
            + "\"params\":{\"arguments\":{\"name\":\"other\"},\"name\":\"who\\u0061mi\"}}";

    private final RpcReader reader = new RpcReader(StrictJson.create(), 4096, 3);

    private RpcBody read(String body) throws MalformedException {
        return reader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMessageSaysWhatItAsksFor() throws MalformedException {
        RpcBody body = read(" \t\r\n" + CALL + "\n");
        RpcMessage message = body.messages().get(0);

        assertFalse(body.isBatch());
        assertTrue(message.isRequest());
        assertEquals("tools/call", message.method());
        assertEquals("whoami", message.target());
        assertEquals("other", message.params().getJsonObject("arguments").getString("name"));
        assertEquals(List.of(new McpOperation("tools/call", "whoami")), body.operations());
    }

    @Test
    void aMessageIsWrittenAsItWasRead() throws MalformedException {
        String plain = CALL.replace("\\u0061", "a");
        assertEquals(plain, new String(reader.write(read(CALL)), StandardCharsets.UTF_8));
        assertEquals("[" + plain + "]", new String(reader.write(read("[ " + CALL + "]")), StandardCharsets.UTF_8));
    }

    @Test
    void aBatchHasItsMessagesInOrder() throws MalformedException {
        RpcBody body = read("[" + CALL + ",{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}]");

        assertTrue(body.isBatch());
        assertEquals(
                List.of(new McpOperation("tools/call", "whoami"), new McpOperation("ping", null)), body.operations());
        assertEquals(1, body.requests().size());
    }

    /** A reader of the application might take the other one of two members, or another part of the body. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"a\",\"method\":\"b\"}",
                "{\"method\":\"a\",\"m\\u0065thod\":\"b\"}",
                "{\"method\":\"a\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}",
                "[{\"method\":\"a\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}]",
                "{\"method\":\"a\"}{\"method\":\"b\"}",
                "{\"method\":\"a\"},\"x\":{\"method\":\"b\"}",
                "[{\"method\":\"a\"}],\"x\":[{\"method\":\"b\"}]",
                "[{\"method\":\"a\"}]}",
                "{\"method\":1}",
                "{\"id\":1}",
                "{\"id\":{},\"method\":\"a\"}",
                "{\"id\":[1],\"method\":\"a\"}",
                "{\"id\":true,\"method\":\"a\"}",
                "[1]",
                "1",
                "\"method\"",
                " ",
                "\u0000{\"method\":\"a\"}",
                "\ufeff{\"method\":\"a\"}"
            })
    void whatIsNoMessageOrIsAmbiguousIsRefused(String body) {
        assertThrows(MalformedException.class, () -> read(body));
    }

    /** JSON-RPC 2.0, section 6: a batch too long is still JSON, which is told apart. */
    @Test
    void theMessagesOfABatchAreCountedBeforeTheyAreRead() throws MalformedException {
        String message = "{\"method\":\"a\"}";
        assertEquals(
                3,
                read("[" + message + "," + message + "," + message + "]")
                        .messages()
                        .size());
        for (String first : List.of(message, "1", "{\"id\":1}")) {
            MalformedException refused = assertThrows(
                    MalformedException.class,
                    () -> read("[" + first + "," + message + "," + message + "," + message + "]"));
            assertEquals(Fault.TOO_MANY, refused.fault());
        }
    }

    @Test
    void nestingIsBoundedInABatchAsAlone() throws MalformedException {
        String deepest = "{\"method\":\"a\",\"params\":" + "[".repeat(62) + "]".repeat(62) + "}";
        String deeper = deepest.replace("[]", "[[]]");

        assertEquals("a", read(deepest).messages().get(0).method());
        assertThrows(MalformedException.class, () -> read(deeper));
        assertThrows(MalformedException.class, () -> read("[" + deepest + "]"));
        assertEquals(
                "a",
                read("[" + deepest.replace("[]", "1") + "]").messages().get(0).method());
    }
}
