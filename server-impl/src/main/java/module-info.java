/**
 * The server roles of MCP authorization: the guard of a protected resource and the authorization server,
 * both without a framework, and the bindings for Jakarta REST and Servlet. Found through the factories
 * of {@code org.mcpoauth.spi}.
 */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.server {
    requires static transitive org.jspecify;
    requires transitive org.mcpoauth.spi;
    // each binding works without the API of the other
    requires static transitive jakarta.ws.rs;
    requires static transitive jakarta.servlet;
    requires static transitive jakarta.annotation;
    // only where the container looks a binding up
    requires static jakarta.cdi;

    exports org.mcpoauth.server.rest;
    exports org.mcpoauth.server.servlet;

    provides jakarta.servlet.ServletContainerInitializer with
            org.mcpoauth.server.servlet.McpOAuthInitializer;
    provides jakarta.ws.rs.container.DynamicFeature with
            org.mcpoauth.server.rest.McpOAuthFeature;
    provides org.mcpoauth.spi.AuthorizationServerFactory with
            org.mcpoauth.server.authorization.StandardAuthorizationServerFactory;
    provides org.mcpoauth.spi.ResourceGuardFactory with
            org.mcpoauth.server.resource.BearerGuardFactory;
    provides org.mcpoauth.spi.TokenVerifierFactory with
            org.mcpoauth.server.token.JwtVerifierFactory;
}
