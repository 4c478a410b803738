package org.mcpoauth.cdi.config;

/** What a group of keys configures. */
public enum Role {
    /** What all roles share. */
    COMMON("mcp.oauth."),
    /** The client of one MCP server; its name may stand behind the prefix. */
    CLIENT("mcp.oauth.client."),
    /** The protected resource of this application. */
    RESOURCE_SERVER("mcp.oauth.resource."),
    /** The authorization server in this application. */
    AUTHORIZATION_SERVER("mcp.oauth.as.");

    private final String prefix;

    Role(String prefix) {
        this.prefix = prefix;
    }

    /** The beginning of all keys of this role, with a dot at the end. */
    public String prefix() {
        return prefix;
    }
}
