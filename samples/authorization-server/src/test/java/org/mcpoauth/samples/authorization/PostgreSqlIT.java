package org.mcpoauth.samples.authorization;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.mcpoauth.samples.testing.LibertyProcess;

/** On PostgreSQL, by two keys. */
class PostgreSqlIT extends AuthorizationServerContract {
    private static EmbeddedPostgres database;
    private static LibertyProcess server;

    @BeforeAll
    static void start() throws IOException {
        database = EmbeddedPostgres.start();
        server = new LibertyProcess(
                "authorization",
                "postgresql",
                origin -> Map.of(
                        "MCP_OAUTH_AS_ISSUER",
                        origin.toString(),
                        "DATABASE_URL",
                        database.getJdbcUrl("postgres", "postgres"),
                        "DATABASE_PASSWORD",
                        "postgres",
                        "MCP_OAUTH_AS_DCR_ENABLED",
                        "true"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        database.close();
    }

    @Override
    LibertyProcess server() {
        return server;
    }
}
