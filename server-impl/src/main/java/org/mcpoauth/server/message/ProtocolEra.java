package org.mcpoauth.server.message;

import java.net.http.HttpHeaders;
import java.util.List;

/**
 * Tells the revisions with sessions from those without (MCP 2026-07-28, "Streamable HTTP"). Only a
 * well-formed date makes a request modern, so that no odd value escapes the session check.
 */
public final class ProtocolEra {
    private static final String FIRST_WITHOUT_SESSIONS = "2026-07-28";

    private ProtocolEra() {}

    /**
     * Whether a request is of a revision that ignores {@code Mcp-Session-Id}. Bindings hide that header
     * from the application then, so that it cannot be used behind the back of the session check.
     *
     * @param headers the headers of the request
     * @return {@code true} if its only {@code MCP-Protocol-Version} is 2026-07-28 or later
     */
    public static boolean isStateless(HttpHeaders headers) {
        List<String> versions = headers.allValues("MCP-Protocol-Version");
        return versions.size() == 1
                && isDate(versions.get(0))
                && versions.get(0).compareTo(FIRST_WITHOUT_SESSIONS) >= 0;
    }

    private static boolean isDate(String text) {
        if (text.length() != FIRST_WITHOUT_SESSIONS.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = (i == 4 || i == 7) ? c == '-' : (c >= '0' && c <= '9');
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
