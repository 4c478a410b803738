package org.mcpoauth.samples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.samples.testing.CallbackServer;
import org.mcpoauth.samples.testing.Chromium;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;

/** A person with a real browser: the pages work without scripts of ours, under their own security policy. */
@Tag("browser")
class BrowserTest {
    private static final String BUTTON_COLOUR = "getComputedStyle(document.querySelector('button')).backgroundColor";

    @Test
    void aPersonLogsInAndAgreesInARealBrowser(@TempDir Path profile) throws Exception {
        try (CallbackServer callback = new CallbackServer();
                QuickstartServer server = QuickstartServer.start(0);
                Chromium browser = Chromium.start(profile);
                McpOAuthRuntime runtime =
                        McpOAuthRuntime.builder().allowLoopback().build()) {
            McpOAuthClient client =
                    runtime.client(ClientConfiguration.builder("browser", server.mcpUrl(), metadata(callback.uri()))
                            .agent(request -> visit(browser, callback, request))
                            .build());
            McpCalls mcp = new McpCalls();
            assertEquals(200, mcp.send(client, mcp.initialize(), null).statusCode());
            assertEquals(List.of(), browser.complaints());
        }
    }

    private URI visit(Chromium browser, CallbackServer callback, AuthorizationRequest request) {
        try {
            browser.open(request.uri());
            assertEquals("username", browser.evaluate("document.activeElement.id"));
            assertTrue(isStyled(browser), "the policy of the page refuses its own styles");
            browser.screenshot(Path.of("target", "login.png"));
            browser.evaluate("document.querySelector('#username').value = 'alice'");
            browser.evaluate("document.querySelector('#password').value = 'alice-pw'");
            browser.leave("document.querySelector('button').click()");
            assertTrue(browser.evaluate("document.body.innerText").contains("Quickstart in a browser"));
            assertTrue(isStyled(browser), "the policy of the page refuses its own styles");
            browser.screenshot(Path.of("target", "consent.png"));
            browser.leave("document.querySelector('button[value=approve]').click()");
            return callback.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isStyled(Chromium browser) throws Exception {
        return browser.evaluate(BUTTON_COLOUR).startsWith("rgb(")
                && !browser.evaluate(BUTTON_COLOUR).contains("239");
    }

    private static ClientMetadata metadata(URI callback) {
        return ClientMetadata.builder()
                .clientName("Quickstart in a browser")
                .redirectUris(List.of(callback))
                .build();
    }
}
