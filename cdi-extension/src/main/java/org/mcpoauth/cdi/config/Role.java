package org.mcpoauth.cdi.config;

import java.util.stream.Stream;

/** What a group of keys configures. */
public enum Role {
    /** What all roles share. */
    COMMON("mcp.oauth."),
    /** The client of one MCP server; its name may stand behind the prefix. */
    CLIENT("mcp.oauth.client."),
    /** A protected resource of this application; its name may stand behind the prefix. */
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

    /**
     * Whether a text can be the name of one of several in this role. It has no dot and is not the beginning of
     * a key; otherwise a key such as {@code mcp.oauth.client.step-up.max-retries} would have two readings.
     */
    boolean isName(String text) {
        return !text.isEmpty()
                && text.indexOf('.') < 0
                && Stream.of(ConfigurationKey.values())
                        .filter(key -> key.role() == this)
                        .flatMap(ConfigurationKey::suffixes)
                        .noneMatch(suffix -> suffix.equals(text) || suffix.startsWith(text + "."));
    }
}
