package org.mcpoauth.samples.authorization;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On H2 in a file, as the sample comes. */
class H2IT extends AuthorizationServerContract {
    private static LibertyProcess server;

    @BeforeAll
    static void start() {
        server = new LibertyProcess("h2", Map.of("MCP_OAUTH_AS_DCR_ENABLED", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    LibertyProcess server() {
        return server;
    }
}
