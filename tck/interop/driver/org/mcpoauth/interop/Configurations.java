package org.mcpoauth.interop;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.ClientMetadataBuilder;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.ClientConfiguration.OfflineAccess;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.PossessionRules;

/** Clients as the script describes them; what it leaves out has its default. */
final class Configurations {
    private Configurations() {}

    static ClientConfiguration of(JsonObject command, AuthorizationAgent agent) {
        PossessionRules possession = PossessionRules.DEFAULT
                .withMode(PossessionRules.Mode.valueOf(command.getString("dpop", "AUTO")))
                .withAlgorithm(command.getString("algorithm", null));
        return ClientConfiguration.builder(
                        command.getString("client"), URI.create(command.getString("server")), metadata(command))
                .grant(GrantKind.valueOf(command.getString("grant", GrantKind.AUTHORIZATION_CODE.name())))
                .clientId(command.getString("clientId", null))
                .clientSecret(secret(command))
                .issuer(given(command, "issuer").map(Issuer::of).orElse(null))
                .metadataDocumentUrl(given(command, "document").map(URI::create).orElse(null))
                .scopes(Scopes.parse(command.getString("scopes", "")))
                .offlineAccess(OfflineAccess.valueOf(command.getString("offline", OfflineAccess.AUTO.name())))
                .possession(possession)
                .agent(agent)
                .build();
    }

    static ClientMetadata metadata(JsonObject command) {
        ClientMetadataBuilder metadata = ClientMetadata.builder()
                .clientName("interop")
                .redirectUris(List.of(URI.create(command.getString("redirectUri", "http://127.0.0.1:18082/callback"))));
        given(command, "method").map(ClientAuthenticationMethod::of).ifPresent(metadata::tokenEndpointAuthMethod);
        return metadata.build();
    }

    static Secret secret(JsonObject command) {
        return given(command, "clientSecret").map(Secret::of).orElse(null);
    }

    private static Optional<String> given(JsonObject command, String name) {
        return Optional.ofNullable(command.getString(name, null));
    }
}
