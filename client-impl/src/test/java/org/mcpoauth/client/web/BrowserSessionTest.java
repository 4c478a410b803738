package org.mcpoauth.client.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;

/** What a cookie is worth to others who saw or planted it (OWASP Session Management Cheat Sheet, "Renewal of the Session ID"). */
class BrowserSessionTest {
    private static final String COOKIE = "mcp-oauth-client=";

    private final World world = new World();
    private final McpOAuthClient crm = world.runtime.client(configuration("crm"));
    private final McpOAuthClient news = world.runtime.client(configuration("news"));
    private final ClientEndpoints shop = world.runtime.endpoints(List.of(crm, news));

    @AfterEach
    void close() {
        world.close();
    }

    private ClientConfiguration configuration(String name) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Shop")
                .redirectUris(List.of(URI.create("http://127.0.0.1:9/mcp-oauth/callback/" + name)))
                .build();
        return ClientConfiguration.builder(name, world.serverUrl(), metadata)
                .web(new WebRules(Login.ANONYMOUS, "/mcp-oauth", null, false))
                .build();
    }

    /** A browser with whatever cookie it was given last. */
    private final class Guest {
        private @Nullable String cookie;
        private @Nullable String user;

        EndpointResponse get(String path, @Nullable String query) {
            return ask("GET", path, query, Map.of());
        }

        EndpointResponse get(URI uri) {
            return get(uri.getRawPath(), uri.getRawQuery());
        }

        EndpointResponse logout(String client) {
            return ask("POST", "/mcp-oauth/logout/" + client, null, Map.of("Origin", List.of("http://127.0.0.1:9")));
        }

        /** Goes to the authorization server, and gives where that sends it. */
        URI away(String client) {
            EndpointResponse away = get("/mcp-oauth/login/" + client, null);
            assertEquals(303, away.status());
            return URI.create(HeadlessAgent.open(
                    URI.create(away.headers().firstValue("Location").orElseThrow())));
        }

        Guest logIn(String client) {
            assertEquals(200, get(away(client)).status());
            return this;
        }

        private EndpointResponse ask(
                String method, String path, @Nullable String query, Map<String, List<String>> more) {
            Map<String, List<String>> headers = new HashMap<>(more);
            if (cookie != null) {
                headers.put("Cookie", List.of(cookie));
            }
            EndpointResponse answer = shop.endpoints().stream()
                    .filter(each -> each.path().equals(path))
                    .findFirst()
                    .orElseThrow()
                    .handler()
                    .handle(new EndpointRequest(
                            method,
                            path,
                            query,
                            HttpHeaders.of(headers, (name, value) -> true),
                            new byte[0],
                            null,
                            null,
                            () -> user));
            answer.headers().firstValue("Set-Cookie").ifPresent(line -> cookie = line.substring(0, line.indexOf(';')));
            return answer;
        }

        Optional<Principal> visitor() {
            return cookie == null
                    ? Optional.empty()
                    : shop.visitor(HttpHeaders.of(Map.of("Cookie", List.of(cookie)), (name, value) -> true));
        }

        boolean hasTokens(McpOAuthClient client) {
            return visitor().flatMap(user -> client.as(user).storedToken()).isPresent();
        }

        Guest copy() {
            Guest copy = new Guest();
            copy.cookie = cookie;
            return copy;
        }
    }

    @Test
    void aPlantedCookieSeesNothingOfTheLogin() {
        Guest attacker = new Guest();
        URI prepared = attacker.away("crm");
        Guest victim = attacker.copy();
        victim.logIn("crm");
        assertTrue(victim.hasTokens(crm));
        assertNotEquals(attacker.cookie, victim.cookie);
        assertTrue(attacker.visitor().isEmpty());
        assertEquals(400, attacker.get(prepared).status());
        assertEquals(403, attacker.logout("crm").status());
        assertTrue(victim.hasTokens(crm));
        // what the attacker logs in to from here on is the attacker's alone
        attacker.logIn("news");
        assertFalse(victim.hasTokens(news));
        assertNotEquals(attacker.visitor(), victim.visitor());
    }

    @Test
    @DisplayName("a cookie that was not given out here is replaced, not taken over")
    void aCookieThatWasMadeUpNamesNobody() {
        Guest victim = new Guest();
        String planted = COOKIE + "A".repeat(43);
        victim.cookie = planted;
        assertTrue(victim.visitor().isEmpty());
        URI redirect = victim.away("crm");
        assertNotEquals(planted, victim.cookie);
        Guest attacker = new Guest();
        attacker.cookie = planted;
        assertTrue(attacker.visitor().isEmpty());
        assertEquals(400, attacker.get(redirect).status());
        assertEquals(200, victim.get(redirect).status());
    }

    @Test
    void whoeverLogsInFirstLeavesTheOtherWithNothing() {
        Guest attacker = new Guest();
        attacker.away("crm");
        Guest victim = attacker.copy();
        URI redirect = victim.away("crm");
        attacker.logIn("crm");
        assertTrue(victim.visitor().isEmpty());
        assertEquals(400, victim.get(redirect).status());
        victim.logIn("crm");
        assertNotEquals(attacker.visitor(), victim.visitor());
    }

    @Test
    void whatBelongsToTheBrowserStaysInReach() {
        Guest browser = new Guest().logIn("news");
        Principal before = browser.visitor().orElseThrow();
        String cookie = browser.cookie;
        URI tab = browser.away("crm");
        URI other = browser.away("crm");
        assertEquals(cookie, browser.cookie);
        browser.logIn("crm");
        assertTrue(browser.hasTokens(news));
        assertTrue(browser.hasTokens(crm));
        assertEquals(200, browser.get(tab).status());
        assertEquals(200, browser.get(other).status());
        assertEquals(before, browser.visitor().orElseThrow());
        assertTrue(browser.hasTokens(news));
    }

    @Test
    void aLoginThatFailsAtTheServerLeavesTheBrowserWhatItHad() {
        Guest browser = new Guest().logIn("news");
        URI redirect = browser.away("crm");
        Guest attacker = browser.copy();
        world.as.token = request -> Answer.json(400, "{\"error\":\"invalid_grant\"}");
        assertEquals(400, browser.get(redirect).status());
        assertTrue(browser.hasTokens(news));
        assertTrue(attacker.visitor().isEmpty());
    }

    @Test
    void whatIsRefusedChangesNoCookie() {
        Guest browser = new Guest().logIn("crm");
        String cookie = browser.cookie;
        assertEquals(
                400, browser.get("/mcp-oauth/callback/crm", "code=x&state=y").status());
        assertEquals(
                403,
                browser.ask("POST", "/mcp-oauth/logout/crm", null, Map.of("Origin", List.of("https://evil.example")))
                        .status());
        assertEquals(cookie, browser.cookie);
        assertTrue(browser.hasTokens(crm));
    }

    @Test
    void logoutEndsWhatTheCookieWasWorth() {
        Guest browser = new Guest().logIn("crm").logIn("news");
        Guest attacker = browser.copy();
        assertEquals(200, browser.logout("crm").status());
        assertTrue(attacker.visitor().isEmpty());
        assertFalse(browser.hasTokens(crm));
        assertTrue(browser.hasTokens(news));
        browser.logIn("crm");
        assertFalse(attacker.hasTokens(crm));
        assertFalse(attacker.hasTokens(news));
    }

    @Test
    void theCookieOfAUserWhoIsKnownStays() {
        Guest alice = new Guest();
        alice.user = "alice";
        URI redirect = alice.away("crm");
        String cookie = alice.cookie;
        assertEquals(200, alice.get(redirect).status());
        assertEquals(200, alice.logout("crm").status());
        assertEquals(cookie, alice.cookie);
    }

    /** As the tokens: ninety days after their last use. */
    @Test
    void aBrowserIsKnownAsLongAsItComes() {
        Guest browser = new Guest().logIn("crm");
        for (int i = 0; i < 3; i++) {
            world.clock.advance(Duration.ofDays(50));
            assertTrue(browser.visitor().isPresent());
        }
        world.clock.advance(Duration.ofDays(90));
        assertTrue(browser.visitor().isEmpty());
    }

    @Test
    void aBrowserThatOnlyBeganALoginIsForgottenSoon() {
        Guest browser = new Guest();
        browser.away("crm");
        world.clock.advance(Duration.ofMinutes(25));
        URI late = browser.away("crm");
        world.clock.advance(Duration.ofMinutes(9));
        assertEquals(200, browser.get(late).status());
        Guest other = new Guest();
        other.away("crm");
        world.clock.advance(Duration.ofMinutes(30));
        assertTrue(other.visitor().isEmpty());
    }

    @Test
    void theOtherNodeKnowsTheBrowserToo() {
        Guest browser = new Guest().logIn("crm");
        String cookie = Objects.requireNonNull(browser.cookie);
        try (McpOAuthRuntime node = world.node()) {
            McpOAuthClient there = node.client(configuration("crm"));
            Principal visitor = node.endpoints(List.of(there))
                    .visitor(HttpHeaders.of(Map.of("Cookie", List.of(cookie)), (name, value) -> true))
                    .orElseThrow();
            assertTrue(there.as(visitor).storedToken().isPresent());
        }
    }

    @Test
    void neitherStoreNorNameTellsTheCookie() {
        Guest browser = new Guest().logIn("crm");
        String value = Objects.requireNonNull(browser.cookie).substring(COOKIE.length());
        assertFalse(browser.visitor().orElseThrow().getName().contains(value));
        Map<StateKey, StateEntry> stored =
                world.store.scan("client-browsers", null, null, 1000).entries();
        assertFalse(stored.isEmpty());
        stored.forEach((key, entry) -> {
            assertFalse(key.id().contains(value));
            assertFalse(entry.value().contains(value));
        });
    }
}
