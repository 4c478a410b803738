package org.mcpoauth.cdi.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The reference page of all keys, made from the table. */
final class ConfigurationPage {
    private static final String INTRODUCTION = """
        # Configuration keys

        This page is made from the table of keys in the code; a test fails when they differ.

        The keys are read through MicroProfile Config, so each may also be a system property or an
        environment variable. Lists are separated by commas, and `\\,` is a comma inside an item; scopes by
        commas or blanks. Durations are whole seconds or ISO 8601 (`90`, `PT1M30S`, `P30D`). Choices are in
        kebab case. A key that ends in `-file` names a UTF-8 file of at most 64 KiB that holds what the key
        without this ending would; line ends around it do not count. A key that ends in `-alias` names what a
        bean or service [`CredentialStore`](secrets.md) knows; each secret is given in one of these three ways.
        Whatever weakens security begins with `dangerous-` and is told at start-up. A key below `mcp.oauth.`
        that is not on this page is told at start-up too, with the nearest one that is.

        An application whose configuration cannot be used does not start; one message names all keys that
        are wrong.
        """;

    private ConfigurationPage() {}

    static String text() {
        return INTRODUCTION
                + Stream.of(Role.values()).map(ConfigurationPage::section).collect(Collectors.joining());
    }

    private static String section(Role role) {
        String rows = Stream.of(ConfigurationKey.values())
                .filter(key -> key.role() == role)
                .map(key -> row(key) + aliasRow(key))
                .collect(Collectors.joining());
        return "\n## " + title(role) + "\n\n" + explanation(role)
                + "\n| key | type | default | meaning |\n|---|---|---|---|\n" + rows;
    }

    private static String row(ConfigurationKey key) {
        return "| `%s` | %s | %s | %s |\n"
                .formatted(key.suffix(), key.type(), defaultText(key), key.meaning() + fallbackText(key.fallbacks()));
    }

    /** Behind the row of the file, where there is an alias for the same. */
    private static String aliasRow(ConfigurationKey key) {
        return Stream.of(ConfigurationKey.values())
                .filter(key::isFileOf)
                .map(ConfigurationKey::aliasSuffix)
                .flatMap(Optional::stream)
                .map("| `%s` | alias | none | what a `CredentialStore` knows under this name instead |\n"::formatted)
                .collect(Collectors.joining());
    }

    private static String defaultText(ConfigurationKey key) {
        boolean isSentence =
                key.defaultValue().contains(" ") || key.defaultValue().contains("`");
        boolean isWord = List.of("none", "required", "discovered", "chosen").contains(key.defaultValue());
        return isSentence || isWord ? key.defaultValue() : "`" + key.defaultValue() + "`";
    }

    private static String fallbackText(List<String> fallbacks) {
        return fallbacks.isEmpty() ? "" : "; if absent: `" + String.join("`, `", fallbacks) + "`";
    }

    private static String title(Role role) {
        return switch (role) {
            case COMMON -> "Common: `mcp.oauth.`";
            case CLIENT -> "Client: `mcp.oauth.client.<name>.`";
            case RESOURCE_SERVER -> "Protected resource: `mcp.oauth.resource.` or `mcp.oauth.resource.<name>.`";
            case AUTHORIZATION_SERVER -> "Authorization server: `mcp.oauth.as.`";
        };
    }

    private static String ofOneResource() {
        return Stream.of(ConfigurationKey.values())
                .filter(key -> !key.isDefaultForAll())
                .map(key -> "`" + key.suffix() + "`")
                .collect(Collectors.joining(", "));
    }

    private static String explanation(Role role) {
        return switch (role) {
            case COMMON -> "What all roles share.\n";
            case CLIENT -> """
                The name is the value of `@McpOAuth`, or `default`. Without a name (`mcp.oauth.client.client-name`) a
                key is the default for all clients. A name has no dots and is not the beginning of a key below.
                """;
            case RESOURCE_SERVER -> """
                The MCP server in this application; without any of these keys nothing is guarded. An application
                with several protected endpoints gives each a name (`mcp.oauth.resource.notes.url`), which is the
                value of `@McpOAuth` where something of it is injected. A name has no dots and is not the beginning
                of a key below. Keys without a name are those of the resource without a name, and defaults for the
                others, but for what says which resource it is and what tokens are for it: %s.
                """.formatted(ofOneResource());
            case AUTHORIZATION_SERVER -> "Endpoints that issue tokens, in this application.\n";
        };
    }
}
