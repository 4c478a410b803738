package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;

/** A namespace of the store that is full refuses what would need room, and nothing is lost (RFC 9110, section 15.6.4). */
class FullStoreTest {
    private final TestServer server = new TestServer(
            builder -> builder.endpoints(EndpointPaths.DEFAULT.withPar("/par").withDevice("/device")));
    private final String query = TestServer.authorizationQuery("app");

    FullStoreTest() {
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(
                                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE)));
    }

    /** RFC 9449, section 11.1. */
    @Test
    void withoutRoomForProofsNoneIsTakenAndTheCodeStaysGood() {
        ProvingClient client = new ProvingClient(server);
        String code = server.codeOf("app");
        server.store.setFull("dpop.");
        assertUnavailable(client.redeem("app", code));
        server.store.setFull("");

        assertEquals(200, client.redeem("app", code).status());
    }

    /** RFC 9126, section 2.3. */
    @Test
    void withoutRoomForPushedRequestsNoneIsTaken() {
        server.store.setFull("pushed-authorization-request");
        assertUnavailable(server.post("/par", Map.of(), query));
        server.store.setFull("");

        assertEquals(201, server.post("/par", Map.of(), query).status());
    }

    /** RFC 8628, section 3.2. */
    @Test
    void withoutRoomForDevicesNoneGetsCodes() {
        server.store.setFull("device");
        assertUnavailable(server.post("/device", Map.of(), query));
        server.store.setFull("");

        assertEquals(200, server.post("/device", Map.of(), query).status());
    }

    /** RFC 6749, section 4.1.2.1: a redirect cannot be 503. */
    @Test
    void withoutRoomForRequestsThatWaitTheClientIsTold() {
        TestBrowser browser = new TestBrowser(server);
        server.store.setFull("pending-authorization");
        EndpointResponse redirect = browser.openAuthorization(query);
        server.store.setFull("");

        assertEquals(302, redirect.status());
        assertTrue(TestServer.header(redirect, "Location").startsWith(TestServer.REDIRECT_URI));
        assertEquals(
                "temporarily_unavailable",
                TestBrowser.parameter(redirect, "error").orElseThrow());
        assertEquals(200, browser.openAuthorization(query).status());
    }

    private void assertUnavailable(EndpointResponse response) {
        assertEquals(503, response.status());
        assertEquals("temporarily_unavailable", server.error(response));
        assertEquals("5", TestServer.header(response, "Retry-After"));
    }
}
