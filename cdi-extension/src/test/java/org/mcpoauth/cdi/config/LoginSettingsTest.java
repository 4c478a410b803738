package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication.ClientSecretBasic;
import org.mcpoauth.api.client.ClientAuthentication.None;
import org.mcpoauth.cdi.config.LoginSettings.Login;
import org.mcpoauth.spi.server.UpstreamProvider;

class LoginSettingsTest {
    private static final Map<String, String> UPSTREAM = Map.of(
            "mcp.oauth.as.login", "upstream",
            "mcp.oauth.as.upstream.issuer", "https://login.example",
            "mcp.oauth.as.upstream.client-id", "as");

    private static LoginSettings read(Map<String, String> keys) {
        return LoginSettings.read(Keys.config(keys));
    }

    private static Map<String, String> upstreamWith(String key, String value) {
        Map<String, String> keys = new HashMap<>(UPSTREAM);
        keys.put("mcp.oauth.as." + key, value);
        return keys;
    }

    private static List<String> problems(Map<String, String> keys) {
        return Keys.problems(() -> read(keys));
    }

    @Test
    void withoutAKeyTheBeansDecide() {
        assertNull(read(Map.of()).login());
    }

    @Test
    void aKeyDecides() {
        for (Login login : List.of(Login.CONTAINER, Login.FORM, Login.IDENTITY_STORE, Login.BEAN)) {
            LoginSettings settings = read(Map.of(
                    "mcp.oauth.as.login", login.name().toLowerCase(Locale.ROOT).replace('_', '-')));
            assertEquals(new LoginSettings(login, Optional.empty()), settings);
        }
    }

    @Test
    void anotherIssuerIsNamedByKeys() {
        UpstreamProvider expected =
                new UpstreamProvider(Issuer.of("https://login.example"), "as", new None(), Scopes.of("openid"));

        assertEquals(new LoginSettings(Login.UPSTREAM, Optional.of(expected)), read(UPSTREAM));
    }

    @Test
    void scopesAndSecretMayBeAdded() {
        Map<String, String> keys = upstreamWith("upstream.client-secret", "its secret");
        keys.put("mcp.oauth.as.upstream.scopes", "openid,email");
        UpstreamProvider provider = read(keys).upstream().orElseThrow();

        assertEquals(
                new ClientSecretBasic(Secret.of("its secret")),
                provider.authentication().current());
        assertEquals(Scopes.of("openid", "email"), provider.scopes());
    }

    @Test
    void theSecretMayBeInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "its secret\n");

        assertEquals(
                new ClientSecretBasic(Secret.of("its secret")),
                read(upstreamWith("upstream.client-secret-file", file.toString()))
                        .upstream()
                        .orElseThrow()
                        .authentication()
                        .current());
    }

    @Test
    void whatIsMissingIsNamed() {
        List<String> problems = problems(Map.of("mcp.oauth.as.login", "upstream"));

        assertEquals(2, problems.size(), problems.toString());
        assertEquals("mcp.oauth.as.upstream.issuer", problems.get(0).split(":", 2)[0]);
        assertEquals("mcp.oauth.as.upstream.client-id", problems.get(1).split(":", 2)[0]);
    }

    @Test
    void whatCannotBeUsedIsNamed() {
        assertEquals(
                "mcp.oauth.as.login: is one of container, form, identity-store, upstream, bean",
                problems(Map.of("mcp.oauth.as.login", "ldap")).get(0));
        assertEquals(
                "mcp.oauth.as.upstream.scopes: must contain openid",
                problems(upstreamWith("upstream.scopes", "email")).get(0));
        assertEquals(
                "mcp.oauth.as.upstream.issuer",
                problems(upstreamWith("upstream.issuer", "login.example"))
                        .get(0)
                        .split(":", 2)[0]);
    }

    @Test
    void anIssuerThatIsNotUsedIsRefused() {
        assertEquals(
                "mcp.oauth.as.upstream.issuer: is only for login=upstream",
                problems(upstreamWith("login", "form")).get(0));
    }
}
