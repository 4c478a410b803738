package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.cdi.health.MicroProfileHealth;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StatePage;
import org.mcpoauth.spi.store.StateStore;

/** The readiness checks that MicroProfile Health finds. */
@Tag("container")
class HealthInjectionTest {
    private static final String ISSUER = "https://as.example";

    /** Nobody can be reached. */
    @Dependent
    static class Nobody {
        @Produces
        @Singleton
        HttpTransport transport() {
            return call -> new HttpReply(404, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]);
        }
    }

    @Dependent
    static class Users {
        @Produces
        @Singleton
        UserAuthenticator users() {
            return (name, password) -> Optional.empty();
        }
    }

    @ApplicationScoped
    static class Nothing {}

    /** Its data base is gone. */
    @ApplicationScoped
    static class Gone implements StateStore {
        private static StorageException gone() {
            return new StorageException(FailureCode.STORE_UNAVAILABLE, "the data base is gone", null);
        }

        @Override
        public boolean putIfAbsent(StateKey key, StateEntry entry, Duration ttl) {
            throw gone();
        }

        @Override
        public Optional<StateEntry> get(StateKey key) {
            throw gone();
        }

        @Override
        public boolean compareAndSet(StateKey key, String expectedValue, StateEntry entry, Duration ttl) {
            throw gone();
        }

        @Override
        public boolean compareAndRemove(StateKey key, String expectedValue) {
            throw gone();
        }

        @Override
        public Optional<StateEntry> take(StateKey key) {
            throw gone();
        }

        @Override
        public StatePage scan(String namespace, @Nullable String owner, @Nullable String from, int limit) {
            throw gone();
        }

        @Override
        public long count(String namespace) {
            throw gone();
        }
    }

    @Test
    void aResourceIsReadyWhenItsIssuersAre() {
        try (Application application = Application.start(Application.RESOURCE, Nobody.class)) {
            Map<String, HealthCheckResponse> checks = checks(application);
            assertEquals(
                    Map.of(
                            "mcp-oauth-jwks",
                            Status.DOWN,
                            "mcp-oauth-issuer",
                            Status.DOWN,
                            "mcp-oauth-store",
                            Status.UP),
                    states(checks));
            assertEquals(
                    Optional.of(Map.of(ISSUER, "missing")),
                    Optional.ofNullable(checks.get("mcp-oauth-jwks")).flatMap(HealthCheckResponse::getData));
        }
    }

    @Test
    void anAuthorizationServerIsReadyWhenItsKeysAndItsStoreAre() {
        try (Application application = Application.start(server(), Users.class)) {
            assertEquals(
                    Map.of("mcp-oauth-key-ring", Status.UP, "mcp-oauth-store", Status.UP), states(checks(application)));
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsNotReady() {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.resource.request-state.keys", "0123456789abcdef0123456789abcdef");
        try (Application application = Application.start(keys, Nobody.class, Gone.class)) {
            assertEquals(Status.DOWN, states(checks(application)).get("mcp-oauth-store"));
        }
    }

    @Test
    void nothingIsToldWhereNothingIsWanted() {
        assertEquals(0, count(Map.of("mcp.oauth.health.enabled", "false")));
        assertEquals(0, count(Map.of("mcp.oauth.enabled", "false")));
        assertEquals(3, count(Map.of()));
    }

    @Test
    void anApplicationWithoutRolesIsNotAsked() {
        try (Application application = Application.start(Map.of(), Nothing.class)) {
            assertTrue(application
                    .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                    .isUnsatisfied());
        }
    }

    @Test
    void theExtensionDoesWithoutMicroProfileHealth() throws Exception {
        ClassLoader without = new LoaderWithout("org.eclipse.microprofile.health.");
        Class<?> extension = Class.forName(McpOAuthExtension.class.getName(), true, without);
        extension.getConstructor().newInstance();
        Object isPresent = without.loadClass(MicroProfileHealth.class.getName())
                .getMethod("isPresent")
                .invoke(null);
        assertEquals(false, isPresent);
        assertTrue(MicroProfileHealth.isPresent());
    }

    private static long count(Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.putAll(more);
        try (Application application = Application.start(keys, Nobody.class)) {
            return application.select(HealthCheck.class, Readiness.Literal.INSTANCE).stream()
                    .count();
        }
    }

    private static Map<String, HealthCheckResponse> checks(Application application) {
        List<HealthCheckResponse> responses = application.select(HealthCheck.class, Readiness.Literal.INSTANCE).stream()
                .map(HealthCheck::call)
                .toList();
        assertFalse(responses.isEmpty());
        return responses.stream().collect(Collectors.toMap(HealthCheckResponse::getName, response -> response));
    }

    private static Map<String, Status> states(Map<String, HealthCheckResponse> checks) {
        return checks.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, check -> check.getValue().getStatus()));
    }

    private static Map<String, String> server() {
        return Map.of(
                "mcp.oauth.as.enabled", "true",
                "mcp.oauth.as.issuer", "http://localhost:8080",
                "mcp.oauth.as.resources-allowed", "https://mcp.example/mcp",
                "mcp.oauth.as.scopes-supported", "read");
    }
}
