package org.mcpoauth.spi.http;

/** What an OAuth request is for, as whoever measures it wants to know. */
public enum HttpPurpose {
    /** Metadata of an authorization server, a protected resource or a client. */
    METADATA,
    /** A key set. */
    KEY_SET,
    /** A token request (RFC 6749, section 3.2). */
    TOKEN,
    /** A question about a token (RFC 7662, section 2.1). */
    INTROSPECTION,
    /** Anything else, such as a registration, a revocation or a pushed request. */
    OTHER
}
