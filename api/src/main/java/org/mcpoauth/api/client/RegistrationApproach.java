package org.mcpoauth.api.client;

/** How a client comes by its identifier (MCP authorization, "Client Registration Approaches"). */
public enum RegistrationApproach {
    /** Credentials were agreed on beforehand. */
    PRE_REGISTERED,
    /** The client identifier is the URL of a client ID metadata document. */
    CLIENT_ID_METADATA_DOCUMENT,
    /** The client registers itself (RFC 7591). */
    DYNAMIC,
    /** Nothing works without somebody who enters credentials. */
    ASK_USER
}
