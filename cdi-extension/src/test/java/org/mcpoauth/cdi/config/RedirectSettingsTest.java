package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.spi.ClientConfiguration;

/** Redirect URIs in two parts: the public URL of an application, once for all clients, and a path. */
class RedirectSettingsTest {
    private static final String ALL = "mcp.oauth.client.";
    private static final String CRM = ALL + "crm.";

    private final Map<String, String> keys = new HashMap<>(Map.of(CRM + "server-url", "https://crm.example/mcp"));

    private ClientConfiguration client() {
        return ClientConfigurations.read(Keys.config(keys), "crm", builder -> {});
    }

    private List<String> problems() {
        return Keys.problems(this::client);
    }

    @ParameterizedTest
    @CsvSource({
        "https://app.example/shop, , https://app.example/shop/mcp-oauth/callback/crm, /shop/mcp-oauth",
        "https://app.example/shop/, , https://app.example/shop/mcp-oauth/callback/crm, /shop/mcp-oauth",
        "https://app.example, , https://app.example/mcp-oauth/callback/crm, /mcp-oauth",
        "https://app.example/, /back, https://app.example/back, /mcp-oauth",
        "https://app.example:8443/shop, /back, https://app.example:8443/shop/back, /shop/mcp-oauth",
        "https://app.example/shop, /web/callback/crm, https://app.example/shop/web/callback/crm, /shop/web",
        "http://127.0.0.1:8080, , http://127.0.0.1:8080/mcp-oauth/callback/crm, /mcp-oauth"
    })
    void theRedirectUriIsThePathBehindThePublicUrl(String publicUrl, String path, String redirectUri, String basePath) {
        keys.put(ALL + "public-url", publicUrl);
        if (path != null) {
            keys.put(CRM + "redirect-path", path);
        }
        ClientConfiguration client = client();
        assertEquals(List.of(URI.create(redirectUri)), client.metadata().redirectUris());
        assertEquals(basePath, client.web().basePath());
    }

    @Test
    void aWholeRedirectUriComesBeforeThePublicUrlOfAllClients() {
        keys.put(ALL + "public-url", "https://app.example/shop");
        keys.put(CRM + "redirect-uri", "https://other.example/mcp-oauth/callback/crm");
        ClientConfiguration client = client();
        assertEquals(
                List.of(URI.create("https://other.example/mcp-oauth/callback/crm")),
                client.metadata().redirectUris());
        assertEquals("/mcp-oauth", client.web().basePath());
    }

    @Test
    void theDocumentOfTheSameOriginIsServed() {
        keys.put(ALL + "public-url", "https://app.example/shop");
        keys.put(CRM + "metadata-document.url", "https://app.example/shop/client.json");
        assertEquals(true, client().web().servesMetadataDocument());
    }

    @Test
    void aGrantWithoutBrowserHasNoRedirectUri() {
        keys.put(ALL + "public-url", "https://app.example/shop");
        keys.put(CRM + "grant", "client-credentials");
        keys.put(CRM + "client-id", "app");
        keys.put(CRM + "client-secret", "secret");
        assertEquals(List.of(), client().metadata().redirectUris());
    }

    @Test
    void theKindOfTheClientIsThatOfThePublicUrl() {
        keys.put(ALL + "public-url", "https://app.example");
        assertEquals(ApplicationType.WEB, client().metadata().applicationType());
        keys.put(ALL + "public-url", "http://127.0.0.1:8080");
        assertEquals(ApplicationType.NATIVE, client().metadata().applicationType());
    }

    @Test
    void aPathAloneLacksThePublicUrl() {
        keys.put(CRM + "redirect-path", "/back");
        assertEquals(
                List.of(CRM + "public-url: is missing; expected URL: " + ConfigurationKey.CLIENT_PUBLIC_URL.meaning()),
                problems());
    }

    @Test
    void withoutEitherTheRedirectUriIsMissing() {
        assertEquals(
                List.of(CRM + "redirect-uri: is missing; expected URL: "
                        + ConfigurationKey.CLIENT_REDIRECT_URI.meaning()),
                problems());
    }

    @Test
    void aPathBesideAWholeRedirectUriContradictsIt() {
        keys.put(CRM + "redirect-uri", "https://app.example/callback");
        keys.put(CRM + "redirect-path", "/back");
        assertEquals(List.of(CRM + "redirect-path: must not stand beside " + CRM + "redirect-uri"), problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example/shop?x=1", "https://app.example//shop", "https://app.example/shop//"})
    void aPublicUrlWithMoreThanAPathIsRefused(String publicUrl) {
        keys.put(ALL + "public-url", publicUrl);
        assertEquals(
                List.of(ALL + "public-url: is a URL such as https://app.example/shop, with nothing behind its path"),
                problems());
    }

    @ParameterizedTest
    @ValueSource(strings = {"back", "//evil.example/back", "/back?x=1", "/back#x", "/ba ck", "/a/../back"})
    void aRedirectPathIsAPathAndNothingElse(String path) {
        keys.put(ALL + "public-url", "https://app.example");
        keys.put(CRM + "redirect-path", path);
        assertEquals(
                List.of(CRM + "redirect-path: is a path such as /mcp-oauth/callback/crm, without a query"), problems());
    }

    /** OAuth 2.1, section 1.5: codes do not travel in the clear. */
    @Test
    void aPublicUrlInTheClearIsRefusedByItsKey() {
        keys.put(ALL + "public-url", "http://app.example");
        assertEquals(
                List.of(ALL + "public-url: must be https, or http on the machine of the user such as"
                        + " http://127.0.0.1/callback; with a host, without user information and fragment"),
                problems());
    }
}
