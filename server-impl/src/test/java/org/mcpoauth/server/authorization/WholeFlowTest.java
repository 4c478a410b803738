package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** One client from registration to refresh, through the pages. */
class WholeFlowTest {
    private final TestServer server = new TestServer();
    private final TestBrowser browser = new TestBrowser(server);

    @Test
    void aClientRegistersAuthorizesRedeemsAndRefreshes() {
        EndpointResponse registration = server.send(
                "POST",
                TestServer.BASE + "/register",
                null,
                Map.of("Content-Type", "application/json"),
                "{\"redirect_uris\":[\"" + TestServer.REDIRECT_URI + "\"],\"client_name\":\"Sales <b>assistant\","
                        + "\"token_endpoint_auth_method\":\"none\","
                        + "\"grant_types\":[\"authorization_code\",\"refresh_token\"]}");
        assertEquals(201, registration.status(), () -> TestServer.text(registration));
        String clientId = server.json(registration).getString("client_id");

        EndpointResponse login = browser.openAuthorization(TestServer.authorizationQuery(clientId));
        assertEquals(200, login.status(), () -> TestServer.text(login));
        EndpointResponse consent = browser.login(login);
        assertEquals(200, consent.status());
        assertTrue(TestServer.text(consent).contains("Sales &lt;b&gt;assistant"));
        assertTrue(TestServer.text(consent).contains("127.0.0.1:8765"));
        assertTrue(TestServer.text(consent).contains("notes:read"));

        EndpointResponse redirect = browser.submit(consent, "decision", "approve");
        assertEquals(303, redirect.status(), () -> TestServer.text(redirect));
        assertTrue(TestServer.header(redirect, "Location").startsWith(TestServer.REDIRECT_URI + "?code="));
        assertEquals("s t&te", TestBrowser.parameter(redirect, "state").orElseThrow());
        assertEquals(TestServer.ISSUER, TestBrowser.parameter(redirect, "iss").orElseThrow());

        String code = TestBrowser.parameter(redirect, "code").orElseThrow();
        EndpointResponse answer = server.redeem(clientId, code);
        assertEquals(200, answer.status(), () -> TestServer.text(answer));
        assertEquals("no-store", TestServer.header(answer, "Cache-Control"), "OAuth 2.1, section 3.2.3");
        assertEquals("no-cache", TestServer.header(answer, "Pragma"));
        JsonObject tokens = server.json(answer);
        assertEquals("Bearer", tokens.getString("token_type"));
        assertEquals(600, tokens.getInt("expires_in"));
        assertEquals("mcp:tools notes:read", tokens.getString("scope"));

        EndpointResponse refreshed = server.refresh(clientId, tokens.getString("refresh_token"));
        assertEquals(200, refreshed.status(), () -> TestServer.text(refreshed));
        assertEquals("no-store", TestServer.header(refreshed, "Cache-Control"));
        JsonObject next = server.json(refreshed);
        List<String> secrets = List.of(
                code,
                tokens.getString("access_token"),
                tokens.getString("refresh_token"),
                next.getString("access_token"),
                next.getString("refresh_token"),
                browser.cookies().values().iterator().next(),
                "alice-pw");
        for (String written : server.store.written()) {
            secrets.forEach(secret -> assertFalse(written.contains(secret), "a secret is stored"));
        }
    }
}
