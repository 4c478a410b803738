package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.enterprise.context.control.RequestContextController;
import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.client.CurrentRequest;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/** Who calls where no container has the HTTP request as a bean: whom a binding of Jakarta REST has handed over. */
@Tag("container")
class RestCallerTest {
    private static final Principal NOBODY = () -> null;

    private final Peers peers = new Peers();

    @AfterEach
    void close() {
        peers.close();
    }

    @Test
    void theUserOfTheRequestCalls() throws Exception {
        try (Application application = start()) {
            McpOAuthClient crm = application.get(ServletCallerTest.Shop.class).forUsers();
            String ofAlice = authorized(crm.as(() -> "alice"));

            assertEquals(ofAlice, in(application, () -> "alice", List.of(), () -> token(crm)));
            assertEquals("nobody", in(application, () -> "bob", List.of(), () -> token(crm)));
        }
    }

    @Test
    @DisplayName("the browser calls where nobody has signed in, with a client that takes browsers and with no other")
    void aBrowserCallsWithAClientThatTakesBrowsers() throws Exception {
        try (Application application = start()) {
            ServletCallerTest.Shop shop = application.get(ServletCallerTest.Shop.class);
            String cookie = cookie(application);
            Principal visitor = visitor(application, cookie);
            String token = authorized(shop.forBrowsers().as(visitor));
            authorized(shop.forUsers().as(visitor));
            List<String> lines = List.of("a=b", cookie);

            assertEquals(token, in(application, null, lines, () -> token(shop.forBrowsers())));
            assertEquals(token, in(application, NOBODY, lines, () -> token(shop.forBrowsers())));
            assertEquals("nobody", in(application, null, lines, () -> token(shop.forUsers())));
            assertEquals("nobody", in(application, () -> "alice", lines, () -> token(shop.forBrowsers())));
            assertEquals("nobody", in(application, null, List.of("a=b"), () -> token(shop.forBrowsers())));
        }
    }

    /** What one request leaves is not seen by the next, nor without one. */
    @Test
    void afterTheRequestNobodyCalls() throws Exception {
        try (Application application = start()) {
            McpOAuthClient crm = application.get(ServletCallerTest.Shop.class).forUsers();
            in(application, () -> "alice", List.of(), () -> authorized(crm));
            application.get(CurrentRequest.class).entered(() -> "alice", headers(List.of()));

            assertEquals("nobody", token(crm));
            assertEquals("nobody", in(application, null, List.of(), () -> token(crm)));
        }
    }

    private Application start() {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.crm.login", "user");
        keys.put("mcp.oauth.client.news.server-url", peers.url("/mcp"));
        keys.put("mcp.oauth.client.news.client-id", "news");
        keys.put("mcp.oauth.client.news.issuer", peers.url(""));
        keys.put("mcp.oauth.client.news.redirect-uri", "http://127.0.0.1:9/shop/mcp-oauth/callback/news");
        keys.put("mcp.oauth.client.news.login", "anonymous");
        return Application.start(keys, ServletCallerTest.Shop.class);
    }

    private static <T> T in(Application application, @Nullable Principal user, List<String> cookies, Callable<T> work)
            throws Exception {
        RequestContextController scope = application.get(RequestContextController.class);
        scope.activate();
        try {
            application.get(CurrentRequest.class).entered(user, headers(cookies));
            return work.call();
        } finally {
            scope.deactivate();
        }
    }

    private static HttpHeaders headers(List<String> cookies) {
        return HttpHeaders.of(cookies.isEmpty() ? Map.of() : Map.of("Cookie", cookies), (name, value) -> true);
    }

    /** The token of whoever calls. */
    private static String token(McpOAuthClient client) {
        try {
            return client.storedToken().map(token -> token.value().reveal()).orElse("nobody");
        } catch (AuthorizationRequiredException nobody) {
            return "nobody";
        }
    }

    private static String authorized(McpOAuthClient client) {
        return client.completeAuthorization(Peers.open(client.startAuthorization(Scopes.NONE)))
                .value()
                .reveal();
    }

    private static Principal visitor(Application application, String cookie) {
        return application
                .get(ClientEndpoints.class)
                .visitor(headers(List.of(cookie)))
                .orElseThrow();
    }

    /** The cookie of a browser that has been to the login endpoint. */
    private static String cookie(Application application) {
        EndpointRequest request = new EndpointRequest(
                "GET", "/shop/mcp-oauth/login/news", null, headers(List.of()), new byte[0], null, null, NOBODY);
        return application.get(ClientEndpoints.class).endpoints().stream()
                .filter(endpoint -> endpoint.path().endsWith("/login/news"))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(request)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", -1)[0];
    }
}
