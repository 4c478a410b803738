package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.spi.client.CallerRules.WithoutCaller;
import org.mcpoauth.spi.client.WebRules;
import org.mcpoauth.spi.client.WebRules.Login;

/** What is served for a client, and whose tokens its calls have. */
class ClientWebSettingsTest {
    private static final String CRM = "mcp.oauth.client.crm.";

    private static Map<String, String> keys(String redirectUri) {
        Map<String, String> keys = new HashMap<>();
        keys.put(CRM + "server-url", "https://crm.example/mcp");
        keys.put(CRM + "redirect-uri", redirectUri);
        return keys;
    }

    private static WebRules web(Map<String, String> keys) {
        return ClientConfigurations.read(Keys.config(keys), "crm", builder -> {})
                .web();
    }

    @Test
    void nothingIsServedByDefaultAndACallWithoutACallerIsRefused() {
        Map<String, String> keys = keys("https://app.example/callback");
        assertEquals(WebRules.NONE, web(keys));
        assertEquals(
                WithoutCaller.REFUSED,
                ClientConfigurations.read(Keys.config(keys), "crm", builder -> {})
                        .callers()
                        .withoutCaller());
        assertEquals(Set.of(), ClientConfigurations.served(Keys.config(keys), Set.of("crm")));
    }

    @ParameterizedTest
    @CsvSource({
        "loopback, , APPLICATION",
        "headless, , APPLICATION",
        "headless, user, REFUSED",
        ", application, APPLICATION"
    })
    void anAgentKnowsOneUser(String agent, String scope, WithoutCaller expected) {
        Map<String, String> keys = keys("http://127.0.0.1:8765/callback");
        if (agent != null) {
            keys.put(CRM + "authorization-agent", agent);
        }
        if (scope != null) {
            keys.put(CRM + "token-store.scope", scope);
        }
        assertEquals(
                expected,
                ClientConfigurations.read(Keys.config(keys), "crm", builder -> {})
                        .callers()
                        .withoutCaller());
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/shop/mcp-oauth/callback/crm, /shop/mcp-oauth",
        "https://app.example/mcp-oauth/callback/crm, /mcp-oauth",
        "https://app.example/callback/crm, /mcp-oauth",
        "https://app.example/shop/callback/erp, /mcp-oauth",
        "https://app.example/shop/return, /mcp-oauth"
    })
    void theRedirectUriSaysWhereTheApplicationLies(String redirectUri, String basePath) {
        Map<String, String> keys = keys(redirectUri);
        keys.put(CRM + "login", "user");
        WebRules web = web(keys);
        assertEquals(Login.USER, web.login());
        assertEquals(basePath, web.basePath());
        assertNull(web.successPath());
        assertEquals(Set.of("crm"), ClientConfigurations.served(Keys.config(keys), Set.of("crm")));
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/client.json, , true",
        "https://APP.example/client.json, , true",
        "https://cdn.example/client.json, , false",
        "https://app.example:8443/client.json, , false",
        "https://app.example/client.json, false, false",
        "https://cdn.example/client.json, true, true"
    })
    void aDocumentOfTheSameOriginIsServed(String url, String serve, boolean isServed) {
        Map<String, String> keys = keys("https://app.example/callback");
        keys.put(CRM + "metadata-document.url", url);
        if (serve != null) {
            keys.put(CRM + "metadata-document.serve", serve);
        }
        assertEquals(isServed, web(keys).servesMetadataDocument());
    }
}
