package org.mcpoauth.cdi.config;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.mcpoauth.api.McpOAuth;

/**
 * Tells from the keys which protected resources there are. One key of a resource is enough: a deployment
 * whose URL is missing or misspelt must not start without a guard.
 */
final class ResourceNames {
    /** The name of the resource whose keys have no name. */
    static final String UNNAMED = McpOAuth.DEFAULT_NAME;

    private static final String PREFIX = Role.RESOURCE_SERVER.prefix();

    private ResourceNames() {}

    static Set<String> of(Config config) {
        Set<String> unnamed = new LinkedHashSet<>();
        Set<String> names = new TreeSet<>();
        for (String key : config.getPropertyNames()) {
            if (isNamed(key)) {
                names.add(nameIn(key));
            } else if (key.startsWith(PREFIX)) {
                unnamed.add(key);
            }
        }
        boolean hasUnnamed =
                names.isEmpty() ? !unnamed.isEmpty() : unnamed.stream().anyMatch(ResourceNames::isOfOne);
        if (hasUnnamed || hasUrl(config)) {
            names.add(UNNAMED);
        }
        return names;
    }

    /** Also true for an environment variable, whose name is not that of the key. */
    private static boolean hasUrl(Config config) {
        return Settings.of(config, new Problems())
                .find(ConfigurationKey.RESOURCE_URL)
                .isPresent();
    }

    private static boolean isNamed(String key) {
        int dot = key.startsWith(PREFIX) ? key.indexOf('.', PREFIX.length()) : -1;
        return dot >= 0 && Role.RESOURCE_SERVER.isName(key.substring(PREFIX.length(), dot)) && !isOfEnvironment(key);
    }

    private static String nameIn(String key) {
        return key.substring(PREFIX.length(), key.indexOf('.', PREFIX.length()));
    }

    /** A key without a name that is no default for named resources, or that nobody knows. */
    private static boolean isOfOne(String key) {
        return keys().filter(ConfigurationKey::isDefaultForAll)
                .flatMap(ConfigurationKey::fullNames)
                .noneMatch(known -> KeyPattern.of(known).matches(key) || isSameInEnvironment(known, key));
    }

    /** MicroProfile Config may list MCP_OAUTH_RESOURCE_MAX_BODY_SIZE as a key with dots for all underscores. */
    private static boolean isOfEnvironment(String key) {
        return keys().flatMap(ConfigurationKey::fullNames).anyMatch(known -> isSameInEnvironment(known, key));
    }

    private static boolean isSameInEnvironment(String known, String key) {
        return known.replace('-', '.').equals(key);
    }

    private static Stream<ConfigurationKey> keys() {
        return Stream.of(ConfigurationKey.values()).filter(key -> key.role() == Role.RESOURCE_SERVER);
    }
}
