package org.mcpoauth.samples.mcp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.mcpoauth.api.token.RequestStateCodec;

/** Where CDI meets the rest: the one server of the application. */
@ApplicationScoped
public class McpServerProducer {

    @Produces
    @Singleton
    McpServer mcpServer(RequestStateCodec codec) {
        return new McpServer(codec, Clock.systemUTC());
    }
}
