/**
 * What applications see of MCP authorization: the client, its protocol steps, the token verifier, the
 * authorization server provider, and the values and errors they share. Nothing here opens a
 * connection or keeps state; implementations are found through {@code org.mcpoauth.spi}.
 */
@org.jspecify.annotations.NullMarked
module org.mcpoauth.api {
    requires static transitive org.jspecify;
    requires transitive jakarta.inject;
    requires transitive jakarta.json;
    requires transitive java.net.http;

    exports org.mcpoauth.api;
    exports org.mcpoauth.api.challenge;
    exports org.mcpoauth.api.client;
    exports org.mcpoauth.api.error;
    exports org.mcpoauth.api.event;
    exports org.mcpoauth.api.metadata;
    exports org.mcpoauth.api.provider;
    exports org.mcpoauth.api.token;
}
