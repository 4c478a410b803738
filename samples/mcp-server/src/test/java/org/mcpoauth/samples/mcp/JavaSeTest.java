package org.mcpoauth.samples.mcp;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** What the endpoint promises, on plain Java SE. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JavaSeTest {
    private JavaSeServer server;

    @BeforeAll
    void start() {
        server = new JavaSeServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Nested
    class Endpoint extends EndpointContract {
        @Override
        URI endpoint() {
            return server.endpoint();
        }
    }

    @Nested
    class Sessions extends SessionsContract {
        @Override
        URI endpoint() {
            return server.endpoint();
        }
    }

    @Nested
    class Stateless extends StatelessContract {
        @Override
        URI endpoint() {
            return server.endpoint();
        }
    }

    @Nested
    class RoundTrip extends RoundTripContract {
        @Override
        URI endpoint() {
            return server.endpoint();
        }
    }

    @Nested
    class Batch extends BatchContract {
        @Override
        URI endpoint() {
            return server.endpoint();
        }
    }
}
