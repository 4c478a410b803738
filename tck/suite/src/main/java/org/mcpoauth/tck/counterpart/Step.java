package org.mcpoauth.tck.counterpart;

/** How far a client gets on its way to an answer, in this order. */
public enum Step {
    /** It asks an authorization server for anything, metadata included. */
    AUTHORIZATION_SERVER,
    /** It registers. */
    REGISTRATION,
    /** It sends a user to the authorization server. */
    BROWSER,
    /** It redeems a code. */
    TOKEN,
    /** It calls the MCP server with a token. */
    CALL
}
