package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.CredentialStore;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.server.SigningKeyOrigin;

/** Each secret is a value, a file or an alias. */
class CredentialsTest {
    private static final Credentials EMPTY = Credentials.of(alias -> Optional.empty());
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    private static Credentials knowing(String alias, String text) {
        return Credentials.of(asked -> Optional.of(asked).filter(alias::equals).map(known -> Secret.of(text)));
    }

    static Stream<ConfigurationKey> secrets() {
        return Stream.of(ConfigurationKey.values())
                .filter(key -> key.aliasSuffix().isPresent());
    }

    @Test
    void manySecretsHaveAliases() {
        assertTrue(secrets().count() > 20);
    }

    /** Nothing that is called a secret is left out. */
    @ParameterizedTest
    @EnumSource
    void everySecretHasAFileAndAnAlias(ConfigurationKey key) {
        boolean isSecret = key.type().equals("secret")
                || key.type().equals("list of secrets")
                || key.type().contains("PEM");
        assertEquals(isSecret, key.aliasSuffix().isPresent());
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void anAliasThatTheStoreDoesNotKnowIsAProblemOfItsKey(ConfigurationKey key) {
        List<String> problems = Keys.problems(() -> read(key, Map.of(alias(key), "missing"), EMPTY));
        assertTrue(
                problems.contains(alias(key) + ": is no alias that the credential store knows"), problems.toString());
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void noAliasStandsBesideAValue(ConfigurationKey key) {
        List<String> problems = Keys.problems(() ->
                read(key, Map.of(alias(key), "known", name(key), Samples.SECRET), knowing("known", Samples.SECRET)));
        String expected = key == ConfigurationKey.AS_SIGNING_KEYS
                ? name(key) + ": stand alone: one of signing-keys, signing-keys-file, signing-keys-alias,"
                        + " signing-key-store and key-rotation"
                : alias(key) + ": must not stand beside " + name(key);
        assertTrue(problems.contains(expected), problems.toString());
    }

    @Test
    void noAliasStandsBesideAFile() {
        assertEquals(
                List.of(
                        "mcp.oauth.resource.request-state.keys-alias: must not stand beside"
                                + " mcp.oauth.resource.request-state.keys-file",
                        "mcp.oauth.resource.request-state.keys-file: the file cannot be read as UTF-8 text"),
                Keys.problems(() -> resource(
                        Map.of("request-state.keys-file", "/missing", "request-state.keys-alias", "known"),
                        knowing("known", Samples.SECRET))));
    }

    @Test
    void whatIsFoundIsReadAsTheValueWouldBe() {
        Credentials two = knowing("ring", "\n" + Samples.SECRET + "\n" + OTHER + "\n");
        assertEquals(
                List.of(Secret.of(Samples.SECRET), Secret.of(OTHER)),
                resource(Map.of("request-state.keys-alias", "ring"), two)
                        .requestState()
                        .keys()
                        .current());
        assertEquals(
                List.of("mcp.oauth.resource.request-state.keys-alias: have 32 characters or more each"),
                Keys.problems(() -> resource(Map.of("request-state.keys-alias", "ring"), knowing("ring", "short"))));
    }

    @Test
    void theSecretOfAClientMayBeAnAlias() {
        Map<String, String> keys = new HashMap<>(Samples.CLIENT);
        keys.put("mcp.oauth.client.crm.client-id", "crm");
        keys.put("mcp.oauth.client.client-secret-alias", "all-clients");
        ClientConfiguration client =
                ClientConfigurations.read(Keys.config(keys), knowing("all-clients", "word"), "crm", builder -> {});
        assertEquals(
                Secret.of("word"), Objects.requireNonNull(client.clientSecret()).current());
    }

    @Test
    void signingKeysMayBeAnAlias() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.signing-keys-alias", "signing");
        SigningKeyOrigin origin = AuthorizationServerConfigurations.read(
                        Keys.config(keys), knowing("signing", "pem"), builder -> {})
                .tokens()
                .keys();
        assertEquals(
                Secret.of("pem"),
                assertInstanceOf(SigningKeyOrigin.Text.class, origin).keys().current());
    }

    @Test
    void withoutAStoreNoAliasCanBeUsed() {
        assertEquals(
                List.of("mcp.oauth.resource.request-state.keys-alias: needs a bean CredentialStore, or a service of"
                        + " that type"),
                Keys.problems(() -> resource(Map.of("request-state.keys-alias", "ring"), Credentials.NONE)));
    }

    @Test
    void aStoreThatFailsIsAProblemOfTheKeyAndItsWordsAreNotShown() {
        for (RuntimeException failure : List.of(
                new StorageException(FailureCode.STORE_UNAVAILABLE, "its words", null),
                new IllegalArgumentException("its words"))) {
            CredentialStore down = alias -> {
                throw failure;
            };
            assertEquals(
                    List.of("mcp.oauth.resource.request-state.keys-alias: cannot be looked up: the credential store"
                            + " fails"),
                    Keys.problems(() -> resource(Map.of("request-state.keys-alias", "ring"), Credentials.of(down))));
        }
    }

    @Test
    void aSecretIsNeitherEmptyNorLargerThanAFileMayBe() {
        for (String text : List.of(" \n", "x".repeat(65_537))) {
            assertEquals(
                    List.of("mcp.oauth.resource.request-state.keys-alias: is the alias of a secret that is empty or"
                            + " longer than 65536"),
                    Keys.problems(() -> resource(Map.of("request-state.keys-alias", "ring"), knowing("ring", text))));
        }
    }

    /** A store that is a bean can be asked only when the application starts. */
    @ParameterizedTest
    @MethodSource("secrets")
    void whatIsToComeDoesNotStandInTheWayOfACheck(ConfigurationKey key) {
        List<String> problems = new ArrayList<>();
        try {
            read(key, Map.of(alias(key), "unknown yet"), Credentials.TO_COME);
        } catch (ConfigurationException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        assertEquals(List.of(), problems);
    }

    @Test
    void whatIsToComeIsAnotherSecretEachTime() {
        assertFalse(Credentials.TO_COME.find("alias").equals(Credentials.TO_COME.find("alias")));
    }

    @Test
    void aMisspeltAliasIsToldWithTheNearestKey() {
        assertEquals(
                List.of("mcp.oauth.client.crm.client-secret-alais is not known; the nearest key is"
                        + " mcp.oauth.client.crm.client-secret-alias"),
                new KeyReview(Keys.config(Map.of("mcp.oauth.client.crm.client-secret-alais", "x"))).unknownKeys());
        assertEquals(
                List.of(),
                new KeyReview(Keys.config(Map.of(
                                "mcp.oauth.client.crm.client-secret-alias", "x", "mcp.oauth.store.keys-alias", "y")))
                        .unknownKeys());
    }

    private static String name(ConfigurationKey key) {
        return (key.role() == Role.CLIENT ? "mcp.oauth.client.crm." : key.role().prefix()) + key.suffix();
    }

    private static String alias(ConfigurationKey key) {
        return name(key) + "-alias";
    }

    private static ResourceServerConfiguration resource(Map<String, String> keys, Credentials credentials) {
        Map<String, String> all = new HashMap<>(Samples.RESOURCE);
        keys.forEach((key, value) -> all.put("mcp.oauth.resource." + key, value));
        return ResourceServerConfigurations.read(Keys.config(all), credentials, "default", builder -> {});
    }

    private static void read(ConfigurationKey key, Map<String, String> keys, Credentials credentials) {
        Map<String, String> all = new HashMap<>(Samples.least(key.role()));
        all.putAll(beside(key));
        all.putAll(keys);
        Config config = Keys.config(all);
        switch (key.role()) {
            case COMMON -> RuntimeSettings.read(config, credentials);
            case CLIENT -> ClientConfigurations.read(config, credentials, "crm", builder -> {});
            case RESOURCE_SERVER -> ResourceServerConfigurations.read(config, credentials, "default", builder -> {});
            case AUTHORIZATION_SERVER -> {
                AuthorizationServerConfigurations.read(config, credentials, builder -> {});
                LoginSettings.read(config, credentials);
            }
        }
    }

    /** What must be there for a secret to be looked at, or to be good for something. */
    private static Map<String, String> beside(ConfigurationKey key) {
        return switch (key) {
            case CLIENT_SECRET -> Map.of("mcp.oauth.client.crm.client-id", "crm");
            case CLIENT_KEY ->
                Map.of(
                        "mcp.oauth.client.crm.client-id", "crm",
                        "mcp.oauth.client.crm.client-auth-method", "private-key-jwt");
            case CLIENT_KEY_STORE_PASSWORD ->
                Map.of(
                        "mcp.oauth.client.crm.client-id", "crm",
                        "mcp.oauth.client.crm.client-auth-method", "private-key-jwt",
                        "mcp.oauth.client.crm.client-key-store", "/keys.p12");
            case HTTP_KEY_STORE_PASSWORD -> Map.of("mcp.oauth.http.key-store", "/keys.p12");
            case HTTP_TRUST_STORE_PASSWORD -> Map.of("mcp.oauth.http.trust-store", "/trusted.p12");
            case CLIENT_IDP_CLIENT_SECRET ->
                Map.of(
                        "mcp.oauth.client.crm.id-jag.idp-issuer", "https://idp.example",
                        "mcp.oauth.client.crm.id-jag.idp-client-id", "crm");
            case CLIENT_TOKEN_STORE_KEYS -> Map.of("mcp.oauth.client.crm.token-store", "memory");
            case RESOURCE_INTROSPECTION_CLIENT_SECRET -> Map.of("mcp.oauth.resource.introspection.client-id", "mcp");
            case RESOURCE_INTROSPECTION_CLIENT_KEY ->
                Map.of(
                        "mcp.oauth.resource.introspection.client-id", "mcp",
                        "mcp.oauth.resource.introspection.client-auth-method", "private-key-jwt");
            case AS_OPENID_PAIRWISE_SALT -> Map.of("mcp.oauth.as.access-token.format", "opaque");
            case AS_SIGNING_KEY_STORE_PASSWORD -> Map.of("mcp.oauth.as.signing-key-store", "/keys.p12");
            case AS_UPSTREAM_CLIENT_SECRET ->
                Map.of(
                        "mcp.oauth.as.login", "upstream",
                        "mcp.oauth.as.upstream.issuer", "https://login.example",
                        "mcp.oauth.as.upstream.client-id", "as");
            default -> Map.of();
        };
    }
}
