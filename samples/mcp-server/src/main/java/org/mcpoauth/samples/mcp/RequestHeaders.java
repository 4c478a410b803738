package org.mcpoauth.samples.mcp;

import org.jspecify.annotations.Nullable;

/**
 * The headers of a request that MCP defines, each {@code null} when absent. One that was sent several
 * times has all its values, which equal nothing.
 *
 * @param protocolVersion {@code MCP-Protocol-Version}
 * @param sessionId {@code Mcp-Session-Id}
 * @param method {@code Mcp-Method}
 * @param name {@code Mcp-Name}, still encoded
 */
record RequestHeaders(
        @Nullable String protocolVersion,
        @Nullable String sessionId,
        @Nullable String method,
        @Nullable String name) {
    static final String PROTOCOL_VERSION = "MCP-Protocol-Version";
    static final String SESSION_ID = "Mcp-Session-Id";
    static final String METHOD = "Mcp-Method";
    static final String NAME = "Mcp-Name";

    /** Whether the header itself names a revision that this server speaks with sessions, or none at all. */
    boolean allowsSession() {
        return protocolVersion == null
                || ProtocolVersion.of(protocolVersion)
                        .filter(version -> !version.isStateless())
                        .isPresent();
    }
}
