package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.CredentialStore;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.resource.ProtectedResource;

/** Who knows the secrets of aliases: a bean, else a service. */
@Tag("container")
class CredentialStoreInjectionTest {
    private static final String KEY = "mcp.oauth.resource.request-state.keys-alias";
    private static final String CLASS = "mcp.oauth.implementation.credential-store";
    private static final Secret OF_THE_BEAN = Secret.of("of-the-bean-0123456789abcdef0123456");

    @TempDir
    private Path folder;

    @ApplicationScoped
    static class Nothing {}

    @ApplicationScoped
    static class Vault implements CredentialStore {
        @Override
        public Optional<Secret> find(String alias) {
            return switch (alias) {
                case "ring" -> Optional.of(OF_THE_BEAN);
                case "another" -> Optional.of(Secret.of("of-another-0123456789abcdef01234567"));
                default -> Optional.empty();
            };
        }
    }

    @Singleton
    static class SealedVault implements CredentialStore {
        @Override
        public Optional<Secret> find(String alias) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "sealed", null);
        }
    }

    private static Map<String, String> keys(String alias) {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put(KEY, alias);
        return keys;
    }

    private static List<Secret> ring(Map<String, String> keys, Class<?>... beans) {
        try (Application application = Application.start(keys, beans)) {
            return application
                    .get(ProtectedResource.class)
                    .configuration()
                    .requestState()
                    .keys()
                    .current();
        }
    }

    /** As if a jar of the application had these in its file of providers. */
    private void withServices(Runnable test, Class<?>... services) throws IOException {
        Path file = folder.resolve("META-INF/services/" + CredentialStore.class.getName());
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(services).stream().map(Class::getName).toList());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            test.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aBeanOfTheApplicationKnowsAliases() {
        assertEquals(List.of(OF_THE_BEAN), ring(keys("ring"), Vault.class));
    }

    /** What all roles share is read again when the application context begins. */
    @Test
    void whatAllRolesShareMayBeAnAlias() {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.store.keys-alias", "ring");
        try (Application application = Application.start(keys, Vault.class)) {
            assertTrue(application.select(Vault.class).isResolvable());
        }
        keys.put("mcp.oauth.enabled", "false");
        try (Application application = Application.start(keys, Vault.class)) {
            assertTrue(application.select(Vault.class).isResolvable());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-store", "trust-store"})
    void thePasswordOfAStoreForConnectionsMayBeAnAlias(String store) throws Exception {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.http." + store, generated().toString());
        keys.put("mcp.oauth.http." + store + "-password-alias", "ring");
        try (Application application = Application.start(keys, Vault.class)) {
            Connections connections =
                    application.get(McpOAuthRuntime.class).services().connections();
            assertNotNull(connections.tls());
            assertEquals(store.equals("key-store"), connections.clientCertificate());
        }
        keys.put("mcp.oauth.http." + store + "-password-alias", "another");
        String failure = Application.failure(keys, Vault.class);
        assertTrue(
                failure.contains("mcp.oauth.http." + store + ": is a PKCS#12 or JKS store that this password opens"),
                failure);
    }

    /** A key and its certificate, under the password that the bean knows. */
    private Path generated() throws Exception {
        Path file = folder.resolve("store.p12");
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process process = new ProcessBuilder(List.of(
                        tool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "it",
                        "-dname",
                        "CN=it",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        OF_THE_BEAN.reveal(),
                        "-keystore",
                        file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertTrue(process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0);
        return file;
    }

    @Test
    void aServiceIsAskedWhereThereIsNoBean() throws IOException {
        withServices(
                () -> {
                    assertEquals(List.of(VaultService.SECRET), ring(keys("ring"), Nothing.class));
                    assertEquals(List.of(OF_THE_BEAN), ring(keys("ring"), Vault.class));
                },
                VaultService.class);
    }

    @Test
    void ofSeveralServicesOneIsNamed() throws IOException {
        Map<String, String> named = keys("ring");
        named.put(CLASS, OtherVaultService.class.getName());
        withServices(
                () -> {
                    String failure = Application.failure(keys("ring"), Nothing.class);
                    assertTrue(failure.contains("CredentialStore: name one of the providers"), failure);
                    assertTrue(failure.contains(VaultService.class.getName()), failure);
                    assertTrue(failure.contains(OtherVaultService.class.getName()), failure);
                    assertEquals(List.of(OtherVaultService.SECRET), ring(named, Nothing.class));
                    assertEquals(List.of(OtherVaultService.SECRET), ring(named, Vault.class));
                },
                VaultService.class,
                OtherVaultService.class);
    }

    @Test
    void anUnknownAliasEndsTheStartWithItsKey() {
        String failure = Application.failure(keys("rings"), Vault.class);
        assertTrue(failure.contains(KEY + ": is no alias that the credential store knows"), failure);
    }

    @Test
    void aStoreThatIsDownEndsTheStart() {
        String failure = Application.failure(keys("ring"), SealedVault.class);
        assertTrue(failure.contains(KEY + ": cannot be looked up: the credential store fails"), failure);
        assertFalse(failure.contains("sealed"), failure);
    }

    @Test
    void anAliasNeedsAStore() {
        String failure = Application.failure(keys("ring"), Nothing.class);
        assertTrue(failure.contains(KEY + ": needs a bean CredentialStore, or a service of that type"), failure);
    }

    @Test
    void twoBeansEndTheStart() {
        String failure = Application.failure(keys("ring"), Vault.class, SealedVault.class);
        assertTrue(failure.contains("CredentialStore: there are several beans"), failure);
    }

    /** All that is wrong beside an alias is told in the one message of the deployment. */
    @Test
    void anAliasHidesNoOtherProblem() {
        Map<String, String> keys = keys("ring");
        keys.put("mcp.oauth.resource.request-state.ttl", "soon");
        String failure = Application.failure(keys, Vault.class);
        assertTrue(failure.contains("MCPO5003"), failure);
        assertTrue(failure.contains("mcp.oauth.resource.request-state.ttl: is a duration"), failure);
        assertFalse(failure.contains(KEY), failure);
    }
}
