package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.AuthorizationServerSelector;
import org.mcpoauth.spi.client.DiscoveryRules;
import org.mcpoauth.spi.client.MetadataTrust;
import org.mcpoauth.spi.client.StepUpGate;

class ClientDiscoverySettingsTest {
    private static final String PREFIX = "mcp.oauth.client.crm.";
    private static final String KEYS = "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k1\",\"alg\":\"ES256\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
            + "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";
    private static final ProtectedResourceMetadata TWO_SERVERS = ProtectedResourceMetadata.builder(
                    ResourceIdentifier.of("https://crm.example/mcp"))
            .authorizationServers(List.of(Issuer.of("https://one.example"), Issuer.of("https://two.example")))
            .build();

    @TempDir
    private Path folder;

    private static ClientConfiguration read(Map<String, String> keys, Consumer<ClientConfiguration.Builder> beans) {
        Map<String, String> all = new HashMap<>(Samples.CLIENT);
        keys.forEach((key, value) -> all.put(PREFIX + key, value));
        return ClientConfigurations.read(Keys.config(all), "crm", beans);
    }

    private static ClientConfiguration read(Map<String, String> keys) {
        return read(keys, builder -> {});
    }

    private static String chosen(ClientConfiguration configuration) {
        return configuration.selector().select(TWO_SERVERS, List.of()).value();
    }

    @Test
    void theFirstServerOrAPreferredOneIsTaken() {
        AuthorizationServerSelector bean =
                (resource, known) -> resource.authorizationServers().get(1);
        assertEquals("https://one.example", chosen(read(Map.of())));
        assertEquals("https://two.example", chosen(read(Map.of(), builder -> builder.selector(bean))));
        assertEquals(
                "https://one.example",
                chosen(read(Map.of("authorization-server-selection", "first"), builder -> builder.selector(bean))));
        assertEquals(
                "https://two.example",
                chosen(read(Map.of("authorization-server-selection", "https://three.example, https://two.example"))));
        assertEquals(
                "https://one.example", chosen(read(Map.of("authorization-server-selection", "https://three.example"))));
    }

    @Test
    void aBeanThatIsDemandedMustBeThere() {
        AuthorizationServerSelector selector =
                (resource, known) -> resource.authorizationServers().get(1);
        StepUpGate gate = (resource, wanted) -> true;
        assertSame(
                selector,
                read(Map.of("authorization-server-selection", "bean"), builder -> builder.selector(selector))
                        .selector());
        assertSame(
                gate,
                read(Map.of("step-up", "ask"), builder -> builder.stepUpGate(gate))
                        .stepUpGate());
        for (Map<String, String> demand :
                List.of(Map.of("authorization-server-selection", "bean"), Map.of("step-up", "ask"))) {
            ConfigurationException refused = assertThrows(ConfigurationException.class, () -> read(demand));
            assertEquals(PREFIX + demand.keySet().iterator().next(), refused.key());
        }
    }

    @Test
    void nothingIsDemandedOfMetadataByDefaultButConsistency() {
        assertEquals(DiscoveryRules.DEFAULT, read(Map.of()).discovery());
        assertNull(DiscoveryRules.DEFAULT.trust());
        assertTrue(DiscoveryRules.DEFAULT.unlistedRefused());
    }

    @Test
    void placeTrustAndListingAreThoseOfTheKeys() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), KEYS);
        DiscoveryRules rules = read(Map.of(
                        "metadata-url", "https://crm.example/mine.json",
                        "protected-resources", "dangerous-off",
                        "resource-metadata.trust-issuer", "https://federation.example",
                        "resource-metadata.trust-jwks-file", keys.toString()))
                .discovery();
        assertEquals(URI.create("https://crm.example/mine.json"), rules.metadataUrl());
        assertEquals(false, rules.unlistedRefused());
        MetadataTrust trust = java.util.Objects.requireNonNull(rules.trust());
        assertEquals("https://federation.example", trust.issuer());
        assertEquals("k1", trust.keys().current().get(0).keyId());
        assertEquals(
                new MetadataTrust(
                        "https://federation.example", URI.create("https://federation.example/jwks"), List.of()),
                read(Map.of(
                                "resource-metadata.trust-issuer", "https://federation.example",
                                "resource-metadata.trust-jwks-url", "https://federation.example/jwks"))
                        .discovery()
                        .trust());
    }

    @Test
    void whatIsMissingOrTooMuchIsNamed() throws IOException {
        Path keys = Files.writeString(folder.resolve("keys.json"), KEYS);
        assertProblem(
                "resource-metadata.trust-jwks-file", Map.of("resource-metadata.trust-issuer", "https://f.example"));
        assertProblem(
                "resource-metadata.trust-issuer", Map.of("resource-metadata.trust-jwks-url", "https://f.example/jwks"));
        assertProblem("resource-metadata.trust-issuer", Map.of("resource-metadata.trust-jwks-file", keys.toString()));
        assertProblem(
                "resource-metadata.trust-jwks-file",
                Map.of(
                        "resource-metadata.trust-issuer", "https://f.example",
                        "resource-metadata.trust-jwks-url", "https://f.example/jwks",
                        "resource-metadata.trust-jwks-file", keys.toString()));
        assertProblem(
                "resource-metadata.trust-jwks-file",
                Map.of(
                        "resource-metadata.trust-issuer",
                        "https://f.example",
                        "resource-metadata.trust-jwks-file",
                        folder.resolve("none").toString()));
        assertProblem("metadata-url", Map.of("metadata-url", "file:///etc/passwd"));
        assertProblem("metadata-url", Map.of("metadata-url", "/mine.json"));
        assertProblem("authorization-server-selection", Map.of("authorization-server-selection", "any"));
        assertProblem("protected-resources", Map.of("protected-resources", "off"));
    }

    private static void assertProblem(String key, Map<String, String> keys) {
        List<String> problems = Keys.problems(() -> read(keys));
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(PREFIX + key + ": "), problems.get(0));
    }

    @Test
    void aListThatIsNotEnforcedIsToldAtTheStart() {
        Map<String, String> all = new HashMap<>(Samples.CLIENT);
        all.put(PREFIX + "protected-resources", "dangerous-off");
        assertEquals(
                List.of(PREFIX + "protected-resources=dangerous-off weakens security"),
                new KeyReview(Keys.config(all)).dangerousSettings(Set.of("crm"), Set.of()));
    }

    /** OAuth 2.1, section 1.5. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/callback",
                "http://127.0.0.1.example/callback",
                "com.example.app:/callback",
                "javascript:alert(1)"
            })
    void aRedirectUriIsHttpsOrOnThisMachine(String uri) {
        assertRefused("redirect-uri", Map.of("redirect-uri", uri));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/callback",
                "http://localhost:8080/callback",
                "http://127.0.0.1/callback",
                "http://[::1]:7777/callback"
            })
    void theseRedirectUrisAreFine(String uri) {
        assertEquals(
                List.of(URI.create(uri)),
                read(Map.of("redirect-uri", uri)).metadata().redirectUris());
    }

    private static void assertRefused(String key, Map<String, String> keys) {
        ConfigurationException refused = assertThrows(ConfigurationException.class, () -> read(keys));
        assertTrue(String.valueOf(refused.getMessage()).contains(PREFIX + key), refused.getMessage());
    }
}
