package org.mcpoauth.client.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Client ID metadata documents (draft-ietf-oauth-client-id-metadata-document, sections 3 and 4.1) and the order of approaches. */
class MetadataDocumentsTest {
    private static final URI URL = URI.create("https://client.example/oauth/client.json");

    private final World world = new World();
    private final Registration registration = world.runtime.registration();

    @AfterEach
    void close() {
        world.close();
    }

    private AuthorizationServerMetadata server() {
        return world.runtime.discovery().authorizationServer(Issuer.of(world.as.issuer()));
    }

    private static JsonObject json(String text) throws MalformedException {
        return StrictJson.create().readObject(text, JsonLimits.METADATA);
    }

    @Test
    void theDocumentNamesItsOwnUrl() {
        ClientMetadata document = registration.metadataDocument(URL, World.metadata());
        assertEquals(URL.toString(), document.clientId().orElseThrow());
        assertEquals(ClientAuthenticationMethod.NONE, document.tokenEndpointAuthMethod());
        assertEquals(List.of(World.REDIRECT), document.redirectUris());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://client.example/c",
                "https://client.example",
                "https://client.example/",
                "https://client.example/a/../c",
                "https://client.example/./c",
                "https://client.example/%2e%2E/c",
                "https://client.example/a/%2e",
                "https://client.example/c#f",
                "https://client.example/c?q=1",
                "https://user@client.example/c",
                "https:///c",
                "urn:x:c",
                "/c"
            })
    void aUrlThatServersRefuseIsRefused(String url) {
        assertThrows(
                IllegalArgumentException.class, () -> registration.metadataDocument(URI.create(url), World.metadata()));
    }

    @Test
    void aPortAndAQuietPathAreFine() {
        for (String url :
                List.of("https://client.example:8443/c", "https://client.example/a//b", "https://c.example/.x")) {
            assertEquals(
                    url,
                    registration
                            .metadataDocument(URI.create(url), World.metadata())
                            .clientId()
                            .orElseThrow());
        }
    }

    @Test
    void nameAndRedirectUrisAreNeeded() {
        assertThrows(
                IllegalArgumentException.class,
                () -> registration.metadataDocument(
                        URL, ClientMetadata.builder().clientName("x").build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> registration.metadataDocument(
                        URL,
                        ClientMetadata.builder()
                                .redirectUris(List.of(World.REDIRECT))
                                .build()));
    }

    @Test
    void nothingSecretGoesIntoADocument() throws Exception {
        for (String member : List.of("client_secret", "client_secret_expires_at")) {
            assertRefused(World.metadata().toBuilder()
                    .member(member, JsonValue.EMPTY_JSON_OBJECT)
                    .build());
        }
        for (String method :
                List.of("client_secret_basic", "client_secret_post", "client_secret_jwt", "tls_client_auth")) {
            assertRefused(World.metadata().toBuilder()
                    .tokenEndpointAuthMethod(ClientAuthenticationMethod.of(method))
                    .build());
        }
        for (String key : List.of("{\"kty\":\"EC\",\"d\":\"x\"}", "{\"kty\":\"oct\",\"k\":\"x\"}")) {
            assertRefused(World.metadata().toBuilder()
                    .jwks(json("{\"keys\":[" + key + "]}"))
                    .build());
        }
    }

    @Test
    void aKeyNeedsToBePublished() throws Exception {
        ClientMetadata signing = World.metadata().toBuilder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
                .build();
        assertRefused(signing);
        registration.metadataDocument(
                URL,
                signing.toBuilder().jwks(json("{\"keys\":[{\"kty\":\"EC\"}]}")).build());
        registration.metadataDocument(
                URL,
                signing.toBuilder()
                        .jwksUri(URI.create("https://client.example/jwks"))
                        .build());
    }

    @Test
    void theClientOfADocumentHasNoSecret() {
        world.as.metadata.put("client_id_metadata_document_supported", "true");
        ClientInformation client =
                registration.metadataDocumentClient(server(), registration.metadataDocument(URL, World.metadata()));
        assertEquals(URL.toString(), client.clientId());
        assertNull(client.clientSecret());
        assertEquals(
                ClientAuthenticationMethod.NONE,
                registration
                        .authenticate(server(), client, null)
                        .authentication()
                        .method());
    }

    @Test
    void aServerThatDoesNotTakeDocumentsIsSaid() {
        ClientMetadata document = registration.metadataDocument(URL, World.metadata());
        ResponseViolationException refused = assertThrows(
                ResponseViolationException.class, () -> registration.metadataDocumentClient(server(), document));
        assertEquals(FailureCode.MISSING_SERVER_METADATA, refused.code());
    }

    /** MCP authorization, "Client Registration Approaches". */
    @ParameterizedTest
    @CsvSource({
        "true, true, true, true, PRE_REGISTERED",
        "false, true, true, true, CLIENT_ID_METADATA_DOCUMENT",
        "false, true, false, true, DYNAMIC",
        "false, false, true, true, DYNAMIC",
        "false, true, false, false, ASK_USER",
        "false, false, false, false, ASK_USER"
    })
    void theOrderOfApproaches(
            boolean preRegistered,
            boolean document,
            boolean supported,
            boolean dynamic,
            RegistrationApproach expected) {
        world.as.metadata.put("client_id_metadata_document_supported", String.valueOf(supported));
        if (!dynamic) {
            world.as.metadata.remove("registration_endpoint");
        }
        assertEquals(expected, registration.select(server(), preRegistered, document ? URL : null));
    }

    private void assertRefused(ClientMetadata metadata) {
        assertThrows(IllegalArgumentException.class, () -> registration.metadataDocument(URL, metadata));
    }
}
