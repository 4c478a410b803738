package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.Principal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/**
 * Who calls, where the container has the HTTP request as a bean (Jakarta CDI, "Additional built-in beans"). One client
 * takes browsers for its users, the other does not.
 */
@Tag("container")
class ServletCallerTest {
    private final Peers peers = new Peers();

    @AfterEach
    void close() {
        peers.close();
    }

    @ApplicationScoped
    static class Shop {
        @Inject
        @McpOAuth("crm")
        McpOAuthClient forUsers;

        @Inject
        @McpOAuth("news")
        McpOAuthClient forBrowsers;

        McpOAuthClient forUsers() {
            return forUsers;
        }

        McpOAuthClient forBrowsers() {
            return forBrowsers;
        }
    }

    /** What the servlet container knows of the request, or how it says that there is none. */
    private record Known(
            @Nullable Principal user,
            List<String> cookies,
            @Nullable RuntimeException failure) {

        @Nullable
        Object answer(Method method) {
            if (failure != null) {
                throw failure;
            }
            return switch (method.getName()) {
                case "getUserPrincipal" -> user;
                case "getHeaders" -> Collections.enumeration(cookies);
                default -> throw new AssertionError(method);
            };
        }
    }

    @ApplicationScoped
    static class Servlets {
        private final AtomicReference<Known> known = new AtomicReference<>();

        void enter(Known request) {
            known.set(request);
        }

        @Produces
        @RequestScoped
        HttpServletRequest request() {
            return (HttpServletRequest) Proxy.newProxyInstance(
                    HttpServletRequest.class.getClassLoader(),
                    new Class<?>[] {HttpServletRequest.class},
                    (request, method, arguments) ->
                            Objects.requireNonNull(known.get()).answer(method));
        }
    }

    /** Signed in with the container, but not over HTTP. */
    @Dependent
    static class Container {
        @Produces
        Principal principal() {
            return () -> "carol";
        }
    }

    private Application start(Class<?>... more) {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.crm.login", "user");
        keys.put("mcp.oauth.client.news.server-url", peers.url("/mcp"));
        keys.put("mcp.oauth.client.news.client-id", "news");
        keys.put("mcp.oauth.client.news.issuer", peers.url(""));
        keys.put("mcp.oauth.client.news.redirect-uri", "http://127.0.0.1:9/shop/mcp-oauth/callback/news");
        keys.put("mcp.oauth.client.news.login", "anonymous");
        Class<?>[] beans = new Class<?>[more.length + 2];
        beans[0] = Shop.class;
        beans[1] = Servlets.class;
        System.arraycopy(more, 0, beans, 2, more.length);
        return Application.start(keys, beans);
    }

    private static Known known(@Nullable Principal user, String... cookies) {
        return new Known(user, List.of(cookies), null);
    }

    private static Known failing(RuntimeException failure) {
        return new Known(null, List.of(), failure);
    }

    private static <T> T in(Application application, Known request, Callable<T> work) throws Exception {
        RequestContextController scope = application.get(RequestContextController.class);
        scope.activate();
        try {
            application.get(Servlets.class).enter(request);
            return work.call();
        } finally {
            scope.deactivate();
        }
    }

    /** The cookie of a browser that has been to the login endpoint. */
    private static String cookie(Application application) {
        return application.get(ClientEndpoints.class).endpoints().stream()
                .filter(endpoint -> endpoint.path().endsWith("/login/news"))
                .findFirst()
                .orElseThrow()
                .handler()
                .handle(new EndpointRequest(
                        "GET",
                        "/shop/mcp-oauth/login/news",
                        null,
                        HttpHeaders.of(Map.of(), (name, value) -> true),
                        new byte[0],
                        null,
                        null,
                        () -> null))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";", -1)[0];
    }

    private static Principal visitor(Application application, String cookie) {
        HttpHeaders headers = HttpHeaders.of(Map.of("Cookie", List.of(cookie)), (name, value) -> true);
        return application.get(ClientEndpoints.class).visitor(headers).orElseThrow();
    }

    private static String authorized(McpOAuthClient client) {
        URI redirect = Peers.open(client.startAuthorization(Scopes.NONE));
        return client.completeAuthorization(redirect).value().reveal();
    }

    private static String call(McpOAuthClient client) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(client.resource().uri())
                .POST(BodyPublishers.ofString("{}"))
                .build();
        return client.send(request, BodyHandlers.ofString()).body();
    }

    private static void assertNobody(McpOAuthClient client) {
        AuthorizationRequiredException refused = assertThrows(AuthorizationRequiredException.class, () -> call(client));
        assertTrue(String.valueOf(refused.getMessage()).contains("nobody is known who calls"), refused.getMessage());
    }

    @Test
    void theUserOfTheRequestCalls() throws Exception {
        try (Application application = start()) {
            McpOAuthClient crm = application.get(Shop.class).forUsers();
            String token = authorized(crm.as(() -> "alice"));
            assertEquals(token, in(application, known(() -> "alice"), () -> call(crm)));
            assertTrue(in(application, known(() -> "bob"), crm::storedToken).isEmpty());
        }
    }

    @Test
    @DisplayName("the browser calls where nobody has signed in, with a client that takes browsers and with no other")
    void aBrowserCallsWithAClientThatTakesBrowsers() throws Exception {
        try (Application application = start()) {
            Shop shop = application.get(Shop.class);
            String cookie = cookie(application);
            Principal visitor = visitor(application, cookie);
            String token = authorized(shop.forBrowsers().as(visitor));
            authorized(shop.forUsers().as(visitor));
            Known browser = known(null, "a=b", cookie);
            assertEquals(token, in(application, browser, () -> call(shop.forBrowsers())));
            in(application, browser, () -> {
                assertNobody(shop.forUsers());
                return null;
            });
        }
    }

    @Test
    void whoeverHasSignedInComesBeforeTheBrowser() throws Exception {
        try (Application application = start(Container.class)) {
            McpOAuthClient news = application.get(Shop.class).forBrowsers();
            String cookie = cookie(application);
            authorized(news.as(visitor(application, cookie)));
            String ofAlice = authorized(news.as(() -> "alice"));
            String ofCarol = authorized(news.as(() -> "carol"));
            assertEquals(ofAlice, in(application, known(() -> "alice", cookie), () -> call(news)));
            assertEquals(ofCarol, in(application, known(null, cookie), () -> call(news)));
        }
    }

    /** A user whom the container cannot name is nobody, and must not stand before who is known. */
    @Test
    void aUserWithoutANameHidesNobody() throws Exception {
        try (Application application = start()) {
            McpOAuthClient news = application.get(Shop.class).forBrowsers();
            String cookie = cookie(application);
            String ofBrowser = authorized(news.as(visitor(application, cookie)));
            assertEquals(ofBrowser, in(application, known(new Nameless(), cookie), () -> call(news)));
        }
    }

    @Test
    void withoutUserAndCookieNobodyCalls() throws Exception {
        try (Application application = start()) {
            Shop shop = application.get(Shop.class);
            for (Known nobody : List.of(known(null), known(null, "a=b"), known(new Nameless()))) {
                in(application, nobody, () -> {
                    assertNobody(shop.forUsers());
                    assertNobody(shop.forBrowsers());
                    return null;
                });
            }
        }
    }

    /** Outside a request scope the client proxy throws; within one, the container's own proxy may. */
    @Test
    void afterTheRequestNobodyCalls() throws Exception {
        try (Application application = start()) {
            Shop shop = application.get(Shop.class);
            in(application, known(() -> "alice"), () -> authorized(shop.forUsers()));
            assertNobody(shop.forUsers());
            assertNobody(shop.forBrowsers());
            in(application, failing(new IllegalStateException("the request has ended")), () -> {
                assertNobody(shop.forUsers());
                assertNobody(shop.forBrowsers());
                return null;
            });
        }
    }

    @Test
    void anyOtherFailureOfTheContainerIsNotTakenForNobody() throws Exception {
        try (Application application = start()) {
            Shop shop = application.get(Shop.class);
            RuntimeException broken = new UnsupportedOperationException("broken");
            in(application, failing(broken), () -> {
                assertSame(broken, assertThrows(RuntimeException.class, () -> call(shop.forUsers())));
                assertSame(broken, assertThrows(RuntimeException.class, () -> call(shop.forBrowsers())));
                return null;
            });
        }
    }

    private static final class Nameless implements Principal {
        @Override
        @SuppressWarnings("NullAway") // what a container may do although it must not
        public String getName() {
            return null;
        }
    }
}
