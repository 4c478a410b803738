/**
 * What implementers and integrators of MCP authorization supply, found by {@link
 * java.util.ServiceLoader}, and the bootstrap for plain Java SE.
 */
// The support packages are exported to modules that compile after this one.
@SuppressWarnings("module")
@org.jspecify.annotations.NullMarked
module org.mcpoauth.spi {
    requires static transitive org.jspecify;
    requires transitive org.mcpoauth.api;
    // only for a store on a data source
    requires static java.sql;
    // only for what serves endpoints; each binding works without the API of the other
    requires static jakarta.servlet;
    requires static jakarta.ws.rs;

    exports org.mcpoauth.spi;
    exports org.mcpoauth.spi.check;
    exports org.mcpoauth.spi.client;
    exports org.mcpoauth.spi.endpoint;
    exports org.mcpoauth.spi.http;
    exports org.mcpoauth.spi.key;
    exports org.mcpoauth.spi.resource;
    exports org.mcpoauth.spi.server;
    exports org.mcpoauth.spi.store;
    exports org.mcpoauth.spi.support.audit to
            org.mcpoauth.client,
            org.mcpoauth.server;
    exports org.mcpoauth.spi.support.store to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.check to
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.concurrent to
            org.mcpoauth.client,
            org.mcpoauth.server;
    exports org.mcpoauth.spi.support.binding to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.endpoint to
            org.mcpoauth.client,
            org.mcpoauth.server;
    exports org.mcpoauth.spi.support.changing to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.codec to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.http to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.jose to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.oauth to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;
    exports org.mcpoauth.spi.support.json to
            org.mcpoauth.client,
            org.mcpoauth.server,
            org.mcpoauth.cdi;

    uses org.mcpoauth.spi.AuthorizationServerFactory;
    uses org.mcpoauth.spi.CredentialStore;
    uses org.mcpoauth.spi.McpOAuthClientFactory;
    uses org.mcpoauth.spi.ResourceGuardFactory;
    uses org.mcpoauth.spi.TokenVerifierFactory;
    uses org.mcpoauth.spi.store.StateStoreProvider;
}
