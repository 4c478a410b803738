package org.mcpoauth.client.registration;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.support.oauth.ClientRedirects;

/** Builds and checks client ID metadata documents (draft-ietf-oauth-client-id-metadata-document, sections 3 and 4). */
final class MetadataDocuments {
    private static final Set<ClientAuthenticationMethod> METHODS =
            Set.of(ClientAuthenticationMethod.NONE, ClientAuthenticationMethod.PRIVATE_KEY_JWT);

    private MetadataDocuments() {}

    static ClientMetadata build(URI clientId, ClientMetadata metadata) {
        ClientMetadata document = metadata.toBuilder()
                .clientId(clientId.toString())
                .tokenEndpointAuthMethod(method(metadata))
                .build();
        check(document);
        return document;
    }

    static void check(ClientMetadata document) {
        String clientId = document.clientId().orElseThrow(() -> new IllegalArgumentException("client_id is missing"));
        requireClientIdUrl(URI.create(clientId));
        require(document.clientName().isPresent(), "client_name is missing");
        require(!document.redirectUris().isEmpty(), "redirect_uris are missing");
        document.redirectUris().forEach(ClientRedirects::require);
        require(METHODS.contains(document.tokenEndpointAuthMethod()), "a document takes none or private_key_jwt");
        require(
                !document.has("client_secret") && !document.has("client_secret_expires_at"),
                "a document has no client_secret");
        require(document.jwks().filter(MetadataDocuments::hasPrivateKey).isEmpty(), "jwks has a private key");
        boolean keyed = document.jwks().isPresent() || document.jwksUri().isPresent();
        require(
                keyed || document.tokenEndpointAuthMethod().equals(ClientAuthenticationMethod.NONE),
                "private_key_jwt needs jwks or jwks_uri");
    }

    /** {@code https}, a host, a path without dot segments, nothing else. */
    private static void requireClientIdUrl(URI url) {
        String path = url.getRawPath();
        boolean valid = "https".equals(url.getScheme())
                && url.getHost() != null
                && path != null
                && path.length() > 1
                && !hasDotSegment(path)
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && url.getRawUserInfo() == null;
        require(valid, "client_id is an https URL with a path");
    }

    private static boolean hasDotSegment(String path) {
        return Arrays.stream(path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/", -1))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    /** The document is public; so must be its keys. */
    private static boolean hasPrivateKey(JsonObject jwks) {
        return jwks.get("keys") instanceof JsonArray keys
                && keys.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .anyMatch(key -> key.containsKey("d") || key.containsKey("k"));
    }

    private static ClientAuthenticationMethod method(ClientMetadata metadata) {
        return metadata.has("token_endpoint_auth_method")
                ? metadata.tokenEndpointAuthMethod()
                : ClientAuthenticationMethod.NONE;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
