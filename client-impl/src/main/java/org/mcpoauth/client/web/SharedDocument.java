package org.mcpoauth.client.web;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.ResponseType;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.registration.ClientRegistration;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.ClientConfiguration.OfflineAccess;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The client ID metadata document of all clients that name its URL (draft-ietf-oauth-client-id-metadata-document,
 * section 4): what the first says of itself, with the redirect URIs, grants and scopes of all.
 */
final class SharedDocument {
    /** The same, section 6.6: servers read no more. */
    private static final int MAX_BYTES = 5 * 1024;

    private static final String KEY = "metadata-document.url";

    private final URI url;
    private final List<ClientConfiguration> clients;

    SharedDocument(URI url, List<ResourceClient> clients) {
        this.url = url;
        this.clients = clients.stream().map(ResourceClient::configuration).toList();
    }

    /**
     * The document.
     *
     * @throws ConfigurationException if it breaks a rule, or is larger than servers read
     */
    byte[] bytes(ClientRegistration registration, StrictJson json) {
        try {
            byte[] document = json.writeBytes(
                    registration.metadataDocument(url, metadata()).toJson());
            if (document.length > MAX_BYTES) {
                throw new ConfigurationException(KEY, "the document is larger than 5 KiB");
            }
            return document;
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(FailureCode.CONFIGURATION_INVALID, KEY, String.valueOf(e.getMessage()), e);
        }
    }

    private ClientMetadata metadata() {
        ClientMetadata first = clients.get(0).metadata();
        requireSameSelf(first);
        Set<URI> redirectUris = new LinkedHashSet<>();
        clients.forEach(client -> redirectUris.addAll(client.metadata().redirectUris()));
        ClientMetadataBuilder document = first.toBuilder().redirectUris(List.copyOf(redirectUris));
        if (!first.has("grant_types")) {
            document.grantTypes(grantTypes());
        }
        if (!first.has("response_types")) {
            document.responseTypes(usesCodes() ? List.of(ResponseType.CODE) : List.of());
        }
        if (!first.has("application_type")) {
            document.applicationType(ApplicationType.fromRedirectUris(List.copyOf(redirectUris)));
        }
        if (!first.has("scope")) {
            Set<String> scopes = new LinkedHashSet<>();
            clients.forEach(client -> scopes.addAll(client.scopes().toList()));
            if (!scopes.isEmpty()) {
                document.scope(Scopes.parse(String.join(" ", scopes)));
            }
        }
        return document.build();
    }

    /** One identifier is one client; two that say different things of it are a mistake. */
    private void requireSameSelf(ClientMetadata first) {
        ClientMetadata self = withoutUris(first);
        if (clients.stream().anyMatch(client -> !withoutUris(client.metadata()).equals(self))) {
            throw new ConfigurationException(
                    KEY, "clients that share a document say the same of themselves, except for redirect-uri");
        }
    }

    private static ClientMetadata withoutUris(ClientMetadata metadata) {
        return metadata.toBuilder().redirectUris(List.of()).build();
    }

    private List<GrantType> grantTypes() {
        Set<GrantType> types = new LinkedHashSet<>();
        for (ClientConfiguration client : clients) {
            types.addAll(of(client.grant()));
            boolean asksUsers = client.grant() == GrantKind.AUTHORIZATION_CODE
                    || client.grant() == GrantKind.HYBRID
                    || client.grant() == GrantKind.DEVICE;
            if (asksUsers && client.offlineAccess() != OfflineAccess.NEVER) {
                types.add(GrantType.REFRESH_TOKEN);
            }
        }
        return new ArrayList<>(types);
    }

    private static List<GrantType> of(GrantKind kind) {
        return switch (kind) {
            case AUTHORIZATION_CODE, TOKEN -> List.of(GrantType.AUTHORIZATION_CODE);
            case HYBRID -> List.of(GrantType.AUTHORIZATION_CODE, GrantType.CLIENT_CREDENTIALS);
            case CLIENT_CREDENTIALS -> List.of(GrantType.CLIENT_CREDENTIALS);
            case ID_JAG, WORKLOAD_JWT -> List.of(GrantType.JWT_BEARER);
            case DEVICE -> List.of(GrantType.DEVICE_CODE);
        };
    }

    private boolean usesCodes() {
        return grantTypes().contains(GrantType.AUTHORIZATION_CODE);
    }
}
