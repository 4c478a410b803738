/** The client of MCP OAuth: discovery, registration, grants, and the life of tokens. */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.client {
    requires static org.jspecify;
    requires org.mcpoauth.spi;

    provides org.mcpoauth.spi.McpOAuthClientFactory with
            org.mcpoauth.client.ClientFactory;
}
