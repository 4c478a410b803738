/**
 * Injection and configuration: clients, the protected resource and the authorization server of an
 * application as CDI beans, made from MicroProfile Config. Beans of the application replace the
 * defaults.
 */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.cdi {
    requires static transitive org.jspecify;
    requires transitive org.mcpoauth.spi;
    requires transitive jakarta.cdi;
    // an automatic module: its jar has no descriptor
    requires microprofile.config.api;
    // only for a state store on a data source
    requires static java.naming;
    requires static java.sql;
    // only for the user of an HTTP request
    requires static transitive jakarta.servlet;
    // only for users from identity stores
    requires static jakarta.security;

    // only where MicroProfile JWT is, also an automatic module
    requires static transitive microprofile.jwt.auth.api;
    // only where OpenTelemetry is
    requires static io.opentelemetry.api;
    // only where MicroProfile Health is, also an automatic module
    requires static transitive microprofile.health.api;
    // only where MicroProfile OpenAPI is, also an automatic module
    requires static transitive microprofile.openapi.api;
    requires jakarta.json;

    // also for the container, which makes the extension and the creators by reflection
    exports org.mcpoauth.cdi;
    exports org.mcpoauth.cdi.health;
    exports org.mcpoauth.cdi.identity;
    exports org.mcpoauth.cdi.openapi;

    provides jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension with
            org.mcpoauth.cdi.McpOAuthExtension;
}
