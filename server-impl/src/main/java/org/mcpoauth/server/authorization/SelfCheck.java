package org.mcpoauth.server.authorization;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.server.authorization.client.RedirectUris;
import org.mcpoauth.spi.endpoint.Endpoint;

/** Looks at a server before it serves: what it publishes can be used, and every place is that of one endpoint. */
final class SelfCheck {
    /** Without these, clients take what RFC 8414, section 2, says they mean by default. */
    private static final List<String> LISTS = List.of(
            "response_types_supported",
            "response_modes_supported",
            "grant_types_supported",
            "code_challenge_methods_supported",
            "token_endpoint_auth_methods_supported",
            "revocation_endpoint_auth_methods_supported");

    private SelfCheck() {}

    /** RFC 8414, sections 2 and 3.2; OAuth 2.1, section 1.5. */
    static void requireUsable(AuthorizationServerMetadata metadata) {
        metadata.toJson().forEach(SelfCheck::requireProtected);
        Set<String> members = metadata.toJson().keySet();
        LISTS.stream().filter(name -> !members.contains(name)).findFirst().ifPresent(name -> {
            throw new ConfigurationException("metadata", name + " would be empty");
        });
    }

    static void requireDistinct(List<Endpoint> endpoints) {
        Set<String> paths = new HashSet<>();
        for (Endpoint endpoint : endpoints) {
            if (!paths.add(endpoint.path())) {
                throw new ConfigurationException("endpoints", "two have the path " + endpoint.path());
            }
        }
    }

    private static void requireProtected(String name, JsonValue value) {
        boolean isUrl = name.endsWith("_endpoint") || name.equals("jwks_uri");
        if (isUrl && !(value instanceof JsonString text && RedirectUris.isAllowed(URI.create(text.getString())))) {
            throw new ConfigurationException("metadata", name + " must be https, or http on loopback");
        }
    }
}
