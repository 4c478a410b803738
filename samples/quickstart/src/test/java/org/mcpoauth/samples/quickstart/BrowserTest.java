package org.mcpoauth.samples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;

/** A person with a real browser: the pages work without scripts of ours, under their own security policy. */
@Tag("browser")
class BrowserTest {
    private static final String BUTTON_COLOUR = "getComputedStyle(document.querySelector('button')).backgroundColor";

    private final BlockingQueue<URI> callbacks = new LinkedBlockingQueue<>();

    @Test
    void aPersonLogsInAndAgreesInARealBrowser(@TempDir Path profile) throws Exception {
        HttpServer callback = callback();
        try (QuickstartServer server = QuickstartServer.start(0);
                Chromium browser = Chromium.start(profile);
                McpOAuthRuntime runtime =
                        McpOAuthRuntime.builder().allowLoopback().build()) {
            McpOAuthClient client =
                    runtime.client(ClientConfiguration.builder("browser", server.mcpUrl(), metadata(callback))
                            .agent(request -> visit(browser, request))
                            .build());
            McpCalls mcp = new McpCalls();
            assertEquals(200, mcp.send(client, mcp.initialize(), null).statusCode());
            assertEquals(List.of(), browser.complaints());
        } finally {
            callback.stop(0);
        }
    }

    private URI visit(Chromium browser, AuthorizationRequest request) {
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
            URI redirect = callbacks.poll(10, TimeUnit.SECONDS);
            assertTrue(redirect != null, "the browser did not come back");
            return redirect;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isStyled(Chromium browser) throws Exception {
        return browser.evaluate(BUTTON_COLOUR).startsWith("rgb(")
                && !browser.evaluate(BUTTON_COLOUR).contains("239");
    }

    private static ClientMetadata metadata(HttpServer callback) {
        return ClientMetadata.builder()
                .clientName("Quickstart in a browser")
                .redirectUris(List.of(uri(callback)))
                .build();
    }

    private static URI uri(HttpServer callback) {
        return URI.create("http://127.0.0.1:" + callback.getAddress().getPort() + "/callback");
    }

    private HttpServer callback() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/callback", exchange -> {
            callbacks.add(uri(server).resolve(exchange.getRequestURI()));
            byte[] page = "<title>done</title>done".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        return server;
    }
}
