/** The client of MCP OAuth: discovery, registration, grants, and the life of tokens. */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.client {
    requires static transitive org.jspecify;
    requires transitive org.mcpoauth.spi;
    // only for the filter of Jakarta REST clients, and for what serves endpoints; each works without the other
    requires static transitive jakarta.ws.rs;
    requires static transitive jakarta.servlet;
    requires static transitive jakarta.annotation;
    // only where the container looks endpoints up
    requires static jakarta.cdi;
    // only to open the browser of a desktop
    requires static java.desktop;

    exports org.mcpoauth.client.agent;
    exports org.mcpoauth.client.rest;
    exports org.mcpoauth.client.servlet;

    // what containers look for is named in META-INF/services alone: provided here, it would keep this
    // module from being resolved without jakarta.servlet
    provides org.mcpoauth.spi.McpOAuthClientFactory with
            org.mcpoauth.client.ClientFactory;
}
