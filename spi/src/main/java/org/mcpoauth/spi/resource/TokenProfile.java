package org.mcpoauth.spi.resource;

/** How strictly the form of a JWT access token is taken. */
public enum TokenProfile {
    /** Tokens of servers that do not follow RFC 9068, such as {@code typ: JWT} and {@code azp}. */
    LENIENT,
    /** RFC 9068: {@code typ} is {@code at+jwt}, and its required claims are there. */
    RFC9068
}
