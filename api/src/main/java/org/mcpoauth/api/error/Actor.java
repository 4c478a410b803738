package org.mcpoauth.api.error;

/** Who has to act before the same call can succeed. */
public enum Actor {
    /** The person at the browser: log in, agree, or begin again. */
    USER("the user"),
    /** Who writes the code of this application. */
    APPLICATION("the application"),
    /** Who deploys and runs this application: its configuration, credentials and stores. */
    OPERATOR("the operator"),
    /** Who calls our protected resource or our authorization server. */
    CALLER("the caller"),
    /** Who runs the authorization server. */
    AUTHORIZATION_SERVER("the authorization server"),
    /** Who runs the protected resource, which is the MCP server. */
    RESOURCE_SERVER("the MCP server"),
    /** Nobody in particular: a peer could not be reached or is busy, and may be asked again later. */
    NETWORK("nobody, try later");

    private final String words;

    Actor(String words) {
        this.words = words;
    }

    /** Gives words for people. */
    @Override
    public String toString() {
        return words;
    }
}
