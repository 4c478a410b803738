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

    exports org.mcpoauth.spi.http;
    exports org.mcpoauth.spi.store;
}
