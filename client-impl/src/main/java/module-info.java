/** The client of MCP OAuth: discovery, registration, grants, and the life of tokens. */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.client {
    requires static transitive org.jspecify;
    requires transitive org.mcpoauth.spi;
    // only for the filter of Jakarta REST clients
    requires static transitive jakarta.ws.rs;

    exports org.mcpoauth.client.rest;

    provides org.mcpoauth.spi.McpOAuthClientFactory with
            org.mcpoauth.client.ClientFactory;
}
