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
    requires static jakarta.annotation;
    // only where the container looks a binding up
    requires static jakarta.cdi;

    provides org.mcpoauth.spi.ResourceGuardFactory with
            org.mcpoauth.server.resource.BearerGuardFactory;
    provides org.mcpoauth.spi.TokenVerifierFactory with
            org.mcpoauth.server.token.JwtVerifierFactory;
}
