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

    // what containers look for is named in META-INF/services alone: provided here, it would keep this
    // module from being resolved without jakarta.ws.rs or jakarta.servlet
    provides org.mcpoauth.spi.AuthorizationServerFactory with
            org.mcpoauth.server.authorization.StandardAuthorizationServerFactory;
    provides org.mcpoauth.spi.ResourceGuardFactory with
            org.mcpoauth.server.resource.BearerGuardFactory;
    provides org.mcpoauth.spi.TokenVerifierFactory with
            org.mcpoauth.server.token.JwtVerifierFactory;
}
