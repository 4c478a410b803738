package org.mcpoauth.spi.server;

/**
 * To which clients a browser is sent back at once with the error of an authorization request, before its user has done
 * anything (RFC 6749, section 4.1.2.1; RFC 9700, section 4.11.2). Errors after a page of the server always go back.
 */
public enum ErrorRedirects {
    /** To all. */
    ALWAYS,
    /**
     * To those that somebody vouches for: the deployer registered them, let nobody register openly, or said of which
     * published ones it takes metadata documents. For others a page says what is wrong and where the answer would go,
     * with a link there.
     */
    TRUSTED_CLIENTS
}
