package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** What an application is told about its configuration when it starts. */
@Tag("container")
class StartupCheckTest {
    private static final String CHECK = "mcp.oauth.startup-check";
    private static final String UNREACHABLE =
            "MCPO4683 mcp.oauth.resource.authorization-servers: the metadata of https://as.invalid cannot be had";

    private final Told told = new Told();

    @ApplicationScoped
    static class Nothing {}

    /** Fires what a container of servlets fires. */
    @ApplicationScoped
    static class Container {
        @Inject
        @Initialized(ApplicationScoped.class)
        Event<Object> begun;

        /** A web application that has the guard in front. */
        void begin(String contextRoot) {
            begin(contextRoot, Container.class.getClassLoader(), true);
        }

        /** One beside it, which does not see the guard. */
        void beginUnguarded(String contextRoot) {
            begin(contextRoot, ClassLoader.getPlatformClassLoader(), null);
        }

        private void begin(String contextRoot, ClassLoader loader, @Nullable Object guard) {
            begun.fire(Proxy.newProxyInstance(
                    ServletContext.class.getClassLoader(),
                    new Class<?>[] {ServletContext.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "getContextPath" -> contextRoot;
                        case "getClassLoader" -> loader;
                        case "getAttribute" -> guard;
                        default -> method.getName();
                    }));
        }
    }

    /** Counts what is asked, and finds nothing. */
    @Dependent
    static class Issuers {
        static final AtomicInteger ASKED = new AtomicInteger();

        @Produces
        @Singleton
        HttpTransport transport() {
            return call -> {
                ASKED.incrementAndGet();
                return new HttpReply(404, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]);
            };
        }
    }

    private static final class Told extends Handler {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();

        @Override
        public void publish(LogRecord logged) {
            if (logged.getMessage().startsWith("MCPO46")) {
                messages.add(logged.getMessage());
            }
        }

        @Nullable
        String next() throws InterruptedException {
            return messages.poll(30, TimeUnit.SECONDS);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        Issuers.ASKED.set(0);
        Logger.getLogger("org.mcpoauth.cdi").addHandler(told);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("org.mcpoauth.cdi").removeHandler(told);
    }

    @Test
    void findingsAreLoggedBehindTheStart() throws Exception {
        try (Application application = Application.start(keys("warn"), Nothing.class)) {
            String sentence = String.valueOf(told.next());
            assertTrue(sentence.startsWith(UNREACHABLE), sentence);
            assertTrue(application.select(Nothing.class).isResolvable());
        }
    }

    @Test
    void findingsEndTheStartIfTheyAreTo() {
        String failure = Application.failure(keys("fail"), Nothing.class);
        assertTrue(failure.contains("mcp.oauth.startup-check: is fail, and this was found:\n" + UNREACHABLE), failure);
        assertNull(told.messages.peek());
    }

    @Test
    void theKeyOfANamedResourceIsToldAsItIsWritten() {
        String failure = Application.failure(
                Map.of(
                        CHECK,
                        "fail",
                        "mcp.oauth.resource.notes.url",
                        "https://mcp.example/notes",
                        "mcp.oauth.resource.notes.authorization-servers",
                        "https://as.invalid"),
                Nothing.class);
        assertTrue(failure.contains("MCPO4683 mcp.oauth.resource.notes.authorization-servers: "), failure);
    }

    @Test
    void nobodyIsAskedIfNobodyIsToLook() {
        try (Application application = Application.start(keys("off"), Nothing.class, Issuers.class)) {
            assertTrue(application.select(Nothing.class).isResolvable());
        }
        assertEquals(0, Issuers.ASKED.get());
    }

    @Test
    void nobodyIsAskedWhereAllIsSwitchedOff() {
        Map<String, String> keys = new HashMap<>(keys("fail"));
        keys.put("mcp.oauth.enabled", "false");
        try (Application application = Application.start(keys, Nothing.class, Issuers.class)) {
            assertTrue(application.select(Nothing.class).isResolvable());
        }
        assertEquals(0, Issuers.ASKED.get());
    }

    @Test
    void aWrongWordFailsDeployment() {
        String failure = Application.failure(Map.of(CHECK, "loud"), Nothing.class);
        assertTrue(failure.contains("mcp.oauth.startup-check: is one of off, warn, fail"), failure);
    }

    // RFC 9728, section 3.1; a proxy in front may make it right, so that no mode ends the start
    @ParameterizedTest
    @ValueSource(strings = {"warn", "fail"})
    void urlsOutsideOfTheContextRootAreToldBeforeRequestsCome(String mode) {
        try (Application application = Application.start(withoutQuestions(mode), Container.class)) {
            application.get(Container.class).begin("/app");
        }
        assertEquals(
                List.of(
                        "MCPO4687 mcp.oauth.resource.url: /mcp lies outside of this application, whose context root is"
                                + " /app: have a proxy in front map it",
                        "MCPO4687 mcp.oauth.resource.metadata.url: /.well-known/oauth-protected-resource/mcp lies"
                                + " outside of this application, whose context root is /app: have a proxy in front send it"
                                + " on, or name a place within the application"),
                List.copyOf(told.messages));
    }

    @Test
    void urlsOutsideOfTheContextRootAreNotToldIfNobodyIsToLook() {
        try (Application application = Application.start(withoutQuestions("off"), Container.class)) {
            application.get(Container.class).begin("/app");
        }
        assertNull(told.messages.peek());
    }

    @Test
    void urlsWithinTheContextRootAreFine() {
        Map<String, String> keys = new HashMap<>(withoutQuestions("fail"));
        keys.put("mcp.oauth.resource.url", "https://mcp.example/app/mcp");
        keys.put("mcp.oauth.resource.metadata.url", "https://mcp.example/app/metadata");
        try (Application application = Application.start(keys, Container.class)) {
            application.get(Container.class).begin("/app");
            assertNull(told.messages.peek());
            application.get(Container.class).begin("/ap");
            assertEquals(2, told.messages.size());
        }
    }

    /** Web applications of one enterprise archive share its libraries. */
    @Test
    void aNeighbourThatServesNoneOfTheUrlsIsToldNothing() {
        Map<String, String> keys = new HashMap<>(withoutQuestions("warn"));
        keys.put("mcp.oauth.resource.url", "https://mcp.example/app/mcp");
        try (Application application = Application.start(keys, Container.class)) {
            application.get(Container.class).beginUnguarded("/admin");
            assertNull(told.messages.peek());
            application.get(Container.class).beginUnguarded("/app");
            assertEquals(1, told.messages.size());
            assertTrue(told.messages.remove().startsWith("MCPO4687 mcp.oauth.resource.metadata.url: "));
        }
    }

    @Test
    void anApplicationAtTheRootHasAllPaths() {
        try (Application application = Application.start(withoutQuestions("fail"), Container.class)) {
            application.get(Container.class).begin("");
        }
        assertNull(told.messages.peek());
    }

    @Test
    void servletsNeedNotBeThere() throws Exception {
        Method of = new LoaderWithout("jakarta.servlet.")
                .loadClass(ContextRoot.class.getName())
                .getDeclaredMethod("of", Object.class);
        of.setAccessible(true);
        assertEquals(Optional.empty(), of.invoke(null, "an application of plain Java SE"));
    }

    private static Map<String, String> keys(String mode) {
        return Map.of(
                CHECK,
                mode,
                "mcp.oauth.resource.url",
                "https://mcp.example/mcp",
                "mcp.oauth.resource.authorization-servers",
                "https://as.invalid");
    }

    /** Nobody has to be asked about an endpoint that is known. */
    private static Map<String, String> withoutQuestions(String mode) {
        return Map.of(
                CHECK,
                mode,
                "mcp.oauth.resource.url",
                "https://mcp.example/mcp",
                "mcp.oauth.resource.authorization-servers",
                "https://as.example",
                "mcp.oauth.resource.verifier",
                "introspection",
                "mcp.oauth.resource.introspection.url",
                "https://as.example/introspect",
                "mcp.oauth.resource.introspection.client-id",
                "mcp",
                "mcp.oauth.resource.introspection.client-secret",
                "0123456789abcdef0123456789abcdef");
    }
}
