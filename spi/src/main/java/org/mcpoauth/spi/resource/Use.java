package org.mcpoauth.spi.resource;

/** Whether a resource takes tokens that are bound to a key of the client. */
public enum Use {
    /** Such tokens are refused. */
    OFF,
    /** Such tokens are accepted with their proof, others without. */
    ACCEPT,
    /** Only such tokens are accepted. */
    REQUIRED
}
