package org.mcpoauth.langchain4j;

import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the server wants to hear in every request after {@code initialize} (MCP 2025-11-25, Transports,
 * "Session Management" and "Protocol Version Header").
 *
 * @param id the session, {@code null} if the server has none
 * @param revision of the protocol, {@code null} before it is agreed
 */
record Session(@Nullable String id, @Nullable String revision) {
    static final String ID = "Mcp-Session-Id";
    static final Session NONE = new Session(null, null);
    private static final String REVISION = "MCP-Protocol-Version";

    void addTo(HttpRequest.Builder request) {
        if (id != null) {
            request.header(ID, id);
        }
        if (revision != null) {
            request.header(REVISION, revision);
        }
    }
}
