package org.mcpoauth.spi.server;

/** What access tokens of the ready provider look like. Both forms are accepted, whichever is issued. */
public enum AccessTokenFormat {
    /** A signed JWT (RFC 9068), which a resource verifies without the authorization server. */
    JWT,
    /**
     * 256 random bits, for which a resource asks the authorization server (RFC 7662), so that a revoked token ends at
     * once. The state store keeps what the token allows under a digest of it.
     */
    OPAQUE
}
