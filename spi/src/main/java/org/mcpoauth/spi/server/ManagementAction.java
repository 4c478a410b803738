package org.mcpoauth.spi.server;

/** What a client does with its registration (RFC 7592, section 2). */
public enum ManagementAction {
    /** Reads it (section 2.1). */
    READ,
    /** Replaces it (section 2.2). */
    UPDATE,
    /** Removes it (section 2.3). */
    DELETE
}
