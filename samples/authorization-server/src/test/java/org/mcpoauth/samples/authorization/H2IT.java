package org.mcpoauth.samples.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.samples.testing.CallbackServer;
import org.mcpoauth.samples.testing.Chromium;
import org.mcpoauth.samples.testing.LibertyProcess;
import org.mcpoauth.samples.testing.PageAudit;

/** On H2 in a file, as the sample comes. */
class H2IT extends AuthorizationServerContract {
    private static LibertyProcess server;

    @BeforeAll
    static void start() {
        server = new LibertyProcess(
                "authorization",
                "h2",
                origin -> Map.of("MCP_OAUTH_AS_ISSUER", origin.toString(), "MCP_OAUTH_AS_DCR_ENABLED", "true"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    LibertyProcess server() {
        return server;
    }

    /** A person, a real browser that runs no scripts, and the keyboard alone. */
    @Tag("browser")
    @ParameterizedTest
    @CsvSource({
        "en, 390, 844, use its tools",
        "de, 1280, 800, die Werkzeuge benutzen",
    })
    void aPersonLogsInAndAgrees(String language, int width, int height, String scope, @TempDir Path profile)
            throws Exception {
        String client = register();
        try (CallbackServer callback = new CallbackServer();
                Chromium browser = Chromium.start(profile)) {
            browser.forbidScripts();
            browser.begin(width, height, language, false);
            PageAudit page = new PageAudit(browser, language, language);
            browser.open(authorization(client, callback.uri().toString()));
            page.check("login");
            browser.type("alice");
            browser.press(Chromium.Key.TAB);
            browser.type("alice-pw");
            browser.enter();
            page.check("consent");
            page.assertShows("Notes", scope, callback.uri().getAuthority(), "alice");
            browser.evaluate("document.querySelector('button[value=approve]').focus()");
            browser.enter();
            JsonObject tokens = redeem(client, callback.uri().toString(), callback.await());
            assertEquals("alice", claims(tokens).getString("sub"));
        }
    }
}
