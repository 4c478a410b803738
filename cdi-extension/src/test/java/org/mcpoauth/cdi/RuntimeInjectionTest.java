package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientRegistered;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

@Tag("container")
class RuntimeInjectionTest {

    @ApplicationScoped
    static class Nothing {}

    @ApplicationScoped
    static class Auditor {
        private final AtomicInteger count = new AtomicInteger();

        void happened(@Observes AuditEvent event) {
            count.incrementAndGet();
        }

        int count() {
            return count.get();
        }
    }

    @Dependent
    static class Parts {
        static final HttpTransport TRANSPORT =
                call -> new HttpReply(204, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]);
        static final StateStore STORE = new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
        static final EndpointPolicy POLICY = new OpenPolicy();

        @Produces
        @Singleton
        HttpTransport transport() {
            return TRANSPORT;
        }

        @Produces
        @Singleton
        StateStore store() {
            return STORE;
        }

        @Produces
        @Singleton
        EndpointPolicy policy() {
            return POLICY;
        }
    }

    @Dependent
    static class SecondStore {
        @Produces
        @Singleton
        StateStore store() {
            return Parts.STORE;
        }
    }

    static final class OpenPolicy implements EndpointPolicy {
        @Override
        public void checkUri(URI uri) {}

        @Override
        public void checkAddresses(URI uri, List<InetAddress> addresses) {}

        @Override
        public boolean isHostAllowListed(URI uri) {
            return true;
        }
    }

    @Test
    void oneRuntimeServesTheApplicationAndEndsWithIt() {
        ExecutorService executor;
        try (Application application = Application.start(Map.of(), Nothing.class)) {
            McpOAuthRuntime runtime = application.get(McpOAuthRuntime.class);
            assertSame(runtime, application.get(McpOAuthRuntime.class));
            executor = (ExecutorService) runtime.services().executor();
            assertFalse(executor.isShutdown());
        }
        assertTrue(executor.isShutdown());
    }

    @Test
    void auditEventsAreFiredUnlessTheyAreSwitchedOff() {
        assertEquals(1, fired(Map.of()));
        assertEquals(0, fired(Map.of("mcp.oauth.events.enabled", "false")));
    }

    private static int fired(Map<String, String> keys) {
        try (Application application = Application.start(keys, Auditor.class)) {
            application
                    .get(McpOAuthRuntime.class)
                    .services()
                    .auditListener()
                    .happened(new ClientRegistered(Issuer.of("https://as.example"), "app"));
            return application.get(Auditor.class).count();
        }
    }

    @Test
    void theUrlPolicyIsThatOfTheKeys() {
        URI loopback = URI.create("http://127.0.0.1/");
        try (Application application = Application.start(Map.of(), Nothing.class)) {
            EndpointPolicy policy =
                    application.get(McpOAuthRuntime.class).services().endpointPolicy();
            assertThrows(TransportException.class, () -> policy.checkUri(loopback));
        }
        try (Application application = Application.start(Map.of("mcp.oauth.url-policy", "loopback"), Nothing.class)) {
            application.get(McpOAuthRuntime.class).services().endpointPolicy().checkUri(loopback);
        }
    }

    @Test
    void beansOfTheApplicationReplaceTheDefaults() {
        try (Application application = Application.start(Map.of(), Parts.class)) {
            McpOAuthRuntime runtime = application.get(McpOAuthRuntime.class);
            assertSame(Parts.TRANSPORT, runtime.services().transport());
            assertSame(Parts.STORE, runtime.services().stateStore());
            assertSame(Parts.POLICY, runtime.services().endpointPolicy());
        }
    }

    @Test
    void twoBeansForOnePlaceAreTold() {
        String failure = Application.failure(Application.RESOURCE, Parts.class, SecondStore.class);
        assertTrue(failure.contains("StateStore: there are several beans"), failure);
    }

    @Test
    void aWrongCommonKeyFailsDeployment() {
        String failure = Application.failure(Map.of("mcp.oauth.url-policy", "open"), Nothing.class);
        assertTrue(failure.contains("mcp.oauth.url-policy: is one of strict, loopback"), failure);
    }

    @Test
    void unknownAndDangerousKeysAreLogged() {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                messages.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.mcpoauth.cdi");
        logger.addHandler(handler);
        try (Application application = Application.start(
                Map.of("mcp.oauth.url-polizy", "strict", "mcp.oauth.dangerous-allow-http", "true"), Nothing.class)) {
            assertTrue(application.select(McpOAuthRuntime.class).isResolvable());
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(
                List.of(
                        "WARNING MCPO5001 mcp.oauth.url-polizy is not known; the nearest key is mcp.oauth.url-policy",
                        "WARNING MCPO5002 mcp.oauth.dangerous-allow-http=true weakens security"),
                messages);
    }
}
