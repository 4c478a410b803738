package org.mcpoauth.samples.quickstart;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.ReadyAgent;
import org.mcpoauth.spi.client.SubjectToken;

/**
 * What the conformance suite hands to a client: JSON with credentials. The grant follows from them, as a
 * person who configures a client would choose it.
 *
 * @param members the JSON object
 */
record ConformanceContext(JsonObject members) {
    private static final URI REDIRECT = URI.create("http://localhost:8765/callback");
    private static final URI METADATA_DOCUMENT = URI.create("https://conformance-test.local/client-metadata.json");
    /** The revision before protected resource metadata. */
    private static final String WITHOUT_METADATA = "2025-03-26";

    private static final String CLIENT_CREDENTIALS = "auth/client-credentials";

    static ConformanceContext of(String json) {
        try (JsonReader reader = JsonProvider.provider().createReader(new StringReader(json))) {
            return new ConformanceContext(reader.readObject());
        } catch (JsonException e) {
            throw new IllegalArgumentException("MCP_CONFORMANCE_CONTEXT is no JSON object", e);
        }
    }

    /** The client for a server that speaks a revision of the protocol. */
    ClientConfiguration configuration(URI server, String revision) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("MCP OAuth for Jakarta EE")
                .redirectUris(List.of(REDIRECT))
                .build();
        ClientConfiguration.Builder builder = ClientConfiguration.builder("conformance", server, metadata)
                .agent(ReadyAgent.HEADLESS)
                .metadataDocumentUrl(METADATA_DOCUMENT)
                .originFallback(revision.equals(WITHOUT_METADATA))
                .issuer(text("issuer").map(Issuer::of).orElse(null))
                .grant(grant())
                .sources(this::sources);
        return grant() == GrantKind.WORKLOAD_JWT ? builder.build() : credentials(builder);
    }

    private ClientConfiguration credentials(ClientConfiguration.Builder builder) {
        return builder.clientId(text("client_id").orElse(null))
                .clientSecret(text("client_secret").map(Secret::of).orElse(null))
                .clientKey(ClientKey.from(members))
                .build();
    }

    /** Only the name tells credentials for the client itself from those of a client that users authorize. */
    private GrantKind grant() {
        if (text("idp_id_token").isPresent()) {
            return GrantKind.ID_JAG;
        }
        if (text("valid_jwt").isPresent()) {
            return GrantKind.WORKLOAD_JWT;
        }
        return text("name").filter(name -> name.startsWith(CLIENT_CREDENTIALS)).isPresent()
                ? GrantKind.CLIENT_CREDENTIALS
                : GrantKind.AUTHORIZATION_CODE;
    }

    private GrantSources sources(GrantSources none) {
        Optional<Secret> idToken = text("idp_id_token").map(Secret::of);
        Optional<Secret> workload = text("valid_jwt").map(Secret::of);
        GrantSources sources = idToken.map(token -> none.withIdentityProvider(identityProvider())
                        .withSubjectTokens(user -> SubjectToken.idToken(token)))
                .orElse(none);
        return workload.map(token -> sources.withWorkload(audience -> token)).orElse(sources);
    }

    private IdentityProvider identityProvider() {
        return new IdentityProvider(
                Issuer.of(members.getString("idp_issuer")),
                members.getString("idp_client_id"),
                new ClientAuthentication.None(),
                text("idp_token_endpoint").map(URI::create).orElse(null));
    }

    private Optional<String> text(String name) {
        return Optional.ofNullable(members.getString(name, null));
    }
}
