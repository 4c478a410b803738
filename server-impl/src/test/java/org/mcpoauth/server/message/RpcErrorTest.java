package org.mcpoauth.server.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The JSON-RPC codes that the filter can answer. */
class RpcErrorTest {
    private static final Set<Integer> DEFINED_BY_MCP = Set.of(-32020, -32021, -32022);

    private static List<RpcError> all() {
        return Arrays.stream(RpcError.class.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == RpcError.class)
                .map(RpcErrorTest::value)
                .toList();
    }

    private static RpcError value(Field field) {
        try {
            return (RpcError) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    // MCP 2026-07-28, "Error Codes": -32020 to -32099 are MCP's, -32000 to -32019 take nothing new
    @Test
    void onlyCodesThatJsonRpcOrMcpDefineAreAnswered() {
        Set<Integer> codes = new TreeSet<>();
        all().forEach(error -> codes.add(error.code()));
        assertEquals(Set.of(-32700, -32600, -32602, -32603, -32020), codes);
        for (int code : codes) {
            boolean isReserved = code <= -32020 && code >= -32099;
            boolean isLegacy = code <= -32000 && code >= -32019;
            assertTrue(!isLegacy && (!isReserved || DEFINED_BY_MCP.contains(code)), Integer.toString(code));
        }
    }
}
