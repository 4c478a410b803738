package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.DeviceAuthorization;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.client.DeviceAgent;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.UserAuthenticator;

/** Our client on a device and a user elsewhere, at our authorization server, over HTTP (RFC 8628). */
@Tag("container")
class DeviceOverHttpTest {

    @ApplicationScoped
    static class Alice implements UserAuthenticator {
        @Override
        public Optional<ResourceOwner> authenticate(String username, Secret password) {
            return username.equals("alice") && password.matches("alice-pw")
                    ? Optional.of(new ResourceOwner("alice", Clock.systemUTC().instant(), null))
                    : Optional.empty();
        }
    }

    /** A user with a browser who allows it. */
    @ApplicationScoped
    static class Allowing implements DeviceAgent {
        @Override
        public void show(DeviceAuthorization authorization) {
            decide(authorization, "approve");
        }
    }

    /** A user with a browser who does not. */
    @ApplicationScoped
    static class Denying implements DeviceAgent {
        @Override
        public void show(DeviceAuthorization authorization) {
            decide(authorization, "deny");
        }
    }

    private static void decide(DeviceAuthorization authorization, String decision) {
        Browser browser = new Browser();
        Browser.Page login = browser.open(authorization.verificationUri());
        Browser.Page code = browser.follow(browser.submit(login, "username=alice&password=alice-pw"), "https:");
        Browser.Page consent =
                browser.submit(code, "user_code=" + authorization.userCode().reveal());
        assertTrue(consent.body().contains(authorization.userCode().reveal()));
        assertEquals(200, browser.submit(consent, "decision=" + decision).status());
    }

    @Test
    void aDeviceCallsWithWhatItsUserAllowed() throws Exception {
        try (WebServer server = new WebServer();
                Application application = start(server, Allowing.class)) {
            McpOAuthClient tv = application.get(McpOAuthClient.class, McpOAuthLiteral.of("tv"));
            HttpRequest ping =
                    server.post("/mcp", "application/json", WebServer.PING).build();

            assertEquals(
                    200, tv.httpClient().send(ping, BodyHandlers.ofString()).statusCode());
            assertTrue(tv.storedToken().isPresent());
        }
    }

    @Test
    void aDeviceWhoseUserDoesNotAllowItGetsNothing() {
        try (WebServer server = new WebServer();
                Application application = start(server, Denying.class)) {
            McpOAuthClient tv = application.get(McpOAuthClient.class, McpOAuthLiteral.of("tv"));

            assertThrows(McpOAuthException.class, tv::accessToken);
            assertTrue(tv.storedToken().isEmpty());
        }
    }

    private static Application start(WebServer server, Class<? extends DeviceAgent> user) {
        Map<String, String> keys = new HashMap<>();
        keys.put("mcp.oauth.url-policy", "loopback");
        keys.put("mcp.oauth.resource.url", server.url("/mcp"));
        keys.put("mcp.oauth.resource.authorization-servers", server.url(""));
        keys.put("mcp.oauth.as.enabled", "true");
        keys.put("mcp.oauth.as.issuer", server.url(""));
        keys.put("mcp.oauth.as.endpoints.device", "/device");
        keys.put("mcp.oauth.as.device.interval", "1");
        keys.put("mcp.oauth.as.scopes-supported", "read");
        keys.put("mcp.oauth.as.signing-algorithm", "ES256");
        keys.put("mcp.oauth.client.tv.server-url", server.url("/mcp"));
        keys.put("mcp.oauth.client.tv.grant", "device");
        keys.put("mcp.oauth.client.tv.client-id", "tv");
        keys.put("mcp.oauth.client.tv.issuer", server.url(""));
        keys.put("mcp.oauth.client.tv.token-store.scope", "application");
        Application application = Application.start(keys, Alice.class, user);
        server.deployGuarded();
        ClientMetadata metadata = ClientMetadata.builder()
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .grantTypes(List.of(GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN))
                .build();
        Client client = new Client("tv", metadata, null, Clock.systemUTC().instant(), null);
        application
                .get(AuthorizationServer.class)
                .provider()
                .registerClient(new RegistrationRequest(client, metadata, null));
        return application;
    }
}
