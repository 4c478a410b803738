/**
 * The tests that show whether an implementation of MCP authorization keeps what the specifications and
 * the SPI demand. They know no implementation.
 */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.tck {
    requires static transitive org.jspecify;
    requires transitive org.mcpoauth.spi;
    requires transitive org.junit.jupiter.api;

    exports org.mcpoauth.tck;
    exports org.mcpoauth.tck.client;
    exports org.mcpoauth.tck.counterpart;
    exports org.mcpoauth.tck.store;

    // test methods are package-private, as JUnit has it
    opens org.mcpoauth.tck.client to
            org.junit.platform.commons;
    opens org.mcpoauth.tck.store to
            org.junit.platform.commons;
}
