package org.mcpoauth.spi.resource;

/** Which tokens a resource takes. */
public enum TokenForm {
    /** JWTs, and others too where introspection is configured. */
    AUTO,
    /** JWTs only, verified here. */
    JWT,
    /** Every token is asked about at the authorization server. */
    INTROSPECTION
}
