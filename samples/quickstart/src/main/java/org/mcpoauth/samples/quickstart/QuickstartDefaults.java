package org.mcpoauth.samples.quickstart;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the quickstart. Weaker than system properties and the environment, so that every
 * key can be set from outside.
 */
final class QuickstartDefaults implements ConfigSource {
    private static final int BELOW_THE_ENVIRONMENT = 110;

    private final Map<String, String> values;

    QuickstartDefaults(URI origin) {
        this.values = Map.ofEntries(
                Map.entry("mcp.oauth.url-policy", "loopback"),
                Map.entry("mcp.oauth.resource.url", origin + "/mcp"),
                Map.entry("mcp.oauth.resource.authorization-servers", origin.toString()),
                Map.entry("mcp.oauth.resource.scopes-required", "mcp:tools"),
                Map.entry("mcp.oauth.as.enabled", "true"),
                Map.entry("mcp.oauth.as.issuer", origin.toString()),
                Map.entry("mcp.oauth.as.resources-allowed", origin + "/mcp"),
                Map.entry("mcp.oauth.as.scopes-supported", "mcp:tools,notes:read,notes:write"),
                Map.entry("mcp.oauth.as.scopes-default", "mcp:tools"),
                Map.entry("mcp.oauth.as.dcr.enabled", "true"),
                // all clients are on this machine, and tests are in a hurry
                Map.entry("mcp.oauth.as.rate-limit.register", "off"),
                Map.entry("mcp.oauth.as.rate-limit.token", "off"));
    }

    @Override
    public int getOrdinal() {
        return BELOW_THE_ENVIRONMENT;
    }

    @Override
    public Set<String> getPropertyNames() {
        return values.keySet();
    }

    @Override
    public @Nullable String getValue(String name) {
        return values.get(name);
    }

    @Override
    public String getName() {
        return "quickstart";
    }
}
