package org.mcpoauth.client.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.client.AuthorizationRequestOptions;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.World;

@DisplayName("No code is asked for where it would travel in the clear (OAuth 2.1, 1.5)")
class RedirectUriTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/callback",
                "com.example.app:/callback",
                "https://app.example/callback#x",
                "http://127.0.0.1:0/callback"
            })
    void aRequestIsNotBuilt(String redirectUri) {
        Grants grants = world.runtime.grants();
        RegisteredClient client = client();
        AuthorizationRequestOptions options = AuthorizationRequestOptions.of(
                URI.create(redirectUri), ResourceIdentifier.canonical(world.serverUrl()), Scopes.NONE);
        assertRefused(assertThrows(ConfigurationException.class, () -> grants.authorizationRequest(client, options)));
        assertRefused(
                assertThrows(ConfigurationException.class, () -> grants.pushedAuthorizationRequest(client, options)));
        assertEquals(0, world.as.http.count("/par"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://app.example/callback", "com.example.app:/callback"})
    void aClientIsNotRegistered(String redirectUri) {
        Registration registration = world.runtime.registration();
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Test")
                .redirectUris(List.of(URI.create(redirectUri)))
                .build();
        AuthorizationServerMetadata server = server();
        assertRefused(assertThrows(ConfigurationException.class, () -> registration.register(server, metadata, null)));
        assertRefused(assertThrows(
                ConfigurationException.class,
                () -> registration.metadataDocument(URI.create("https://app.example/client.json"), metadata)));
        assertEquals(0, world.as.http.count("/register"));
    }

    private static void assertRefused(ConfigurationException refused) {
        assertEquals("redirect-uri", refused.key());
    }

    private RegisteredClient client() {
        AuthorizationServerMetadata server = server();
        return new RegisteredClient(
                server,
                ClientInformation.of(server.issuer(), "app", null, World.metadata()),
                new ClientAuthentication.None());
    }

    private AuthorizationServerMetadata server() {
        return world.runtime.discovery().authorizationServer(Issuer.of(world.as.issuer()));
    }
}
