package org.mcpoauth.spi.resource;

/** Which tokens a resource takes. */
public enum TokenForm {
    /** JWTs, and others too where introspection is configured. */
    AUTO,
    /**
     * The same, and the authorization server in this process is asked about its own tokens without a call,
     * so that a revoked one ends at once. With {@link #AUTO} it is asked where there is one.
     */
    EMBEDDED,
    /** JWTs only, verified here. */
    JWT,
    /**
     * JWTs by which the container has authenticated the caller itself (MicroProfile JWT). It answers for the
     * signature; everything else is judged here again.
     */
    CONTAINER,
    /** Every token is asked about at the authorization server. */
    INTROSPECTION
}
