package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Parameters;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.metadata.ApplicationType;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.ReadyAgent;
import org.mcpoauth.spi.client.StepUpGate;

class ClientConfigurationsTest {
    private static final String CRM = "mcp.oauth.client.crm.";

    @Test
    void keysWithoutNameAreDefaultsForAllClients() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.client.redirect-uri", "http://127.0.0.1:8765/callback",
                "mcp.oauth.client.client-name", "Assistant",
                "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
                "mcp.oauth.client.erp.server-url", "https://erp.example/mcp",
                "mcp.oauth.client.erp.client-name", "ERP assistant");
        assertEquals("Assistant", read("crm", keys).metadata().clientName().orElseThrow());
        assertEquals("ERP assistant", read("erp", keys).metadata().clientName().orElseThrow());
        assertEquals(
                List.of(URI.create("http://127.0.0.1:8765/callback")),
                read("erp", keys).metadata().redirectUris());
    }

    @Test
    void environmentVariablesAreKeysToo() {
        ClientConfiguration client = ClientConfigurations.read(
                new SmallRyeConfigBuilder()
                        .withSources(new EnvConfigSource(
                                Map.of(
                                        "MCP_OAUTH_CLIENT_CRM_SERVER_URL", "https://crm.example/mcp",
                                        "MCP_OAUTH_CLIENT_REDIRECT_URI", "https://app.example/callback"),
                                300))
                        .build(),
                "crm",
                builder -> {});
        assertEquals(URI.create("https://crm.example/mcp"), client.serverUrl());
    }

    @Test
    void theDefaultClientNeedsNoName() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.client.server-url", "https://crm.example/mcp",
                "mcp.oauth.client.redirect-uri", "https://app.example/callback");
        assertEquals(
                URI.create("https://crm.example/mcp"), read("default", keys).serverUrl());
        assertEquals(Set.of("default"), ClientConfigurations.names(Keys.config(keys)));
    }

    @Test
    void clientsAreNamedByTheirServerUrl() {
        assertEquals(
                Set.of("crm", "erp"),
                ClientConfigurations.names(Keys.config(Map.of(
                        "mcp.oauth.client.crm.server-url", "https://crm.example/mcp",
                        "mcp.oauth.client.erp.server-url", "https://erp.example/mcp",
                        "mcp.oauth.client.hr.client-name", "no server",
                        "mcp.oauth.client..server-url", "no name"))));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertEquals(
                List.of(
                        "mcp.oauth.client.crm.server-url: is missing; expected URL: the MCP server",
                        "mcp.oauth.client.crm.grant: is one of authorization-code, client-credentials, hybrid, id-jag,"
                                + " workload-jwt, device, token",
                        "mcp.oauth.client.crm.step-up.max-retries: is a whole number"),
                problems(Map.of(CRM + "grant", "password", CRM + "step-up.max-retries", "some")));
    }

    @Test
    void aClientThatAsksUsersNeedsARedirectUri() {
        assertEquals(
                List.of("mcp.oauth.client.crm.redirect-uri: is missing; expected URL: where the authorization server"
                        + " sends the browser back to"),
                problems(Map.of(CRM + "server-url", "https://crm.example/mcp")));
    }

    @Test
    void aClientThatActsForItselfNeedsNone(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        ClientConfiguration client = read(
                "crm",
                Map.of(
                        CRM + "server-url", "https://crm.example/mcp",
                        CRM + "grant", "client-credentials",
                        CRM + "client-id", "crm-client",
                        CRM + "client-secret-file", secret.toString()));
        assertEquals(GrantKind.CLIENT_CREDENTIALS, client.grant());
        assertEquals(
                Secret.of("s3cret"),
                Objects.requireNonNull(client.clientSecret()).current());
    }

    @Test
    void aSecretWithoutIdentifierIsNamedByItsFullKey() {
        assertEquals(
                List.of("mcp.oauth.client.crm.client-id: is needed beside client-secret"),
                problems(with("client-secret", "s3cret")));
    }

    @Test
    void theInitialAccessTokenMayBeInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "initial\n");
        assertEquals(
                Secret.of("initial"),
                Objects.requireNonNull(read("crm", with("dcr.initial-access-token-file", file.toString()))
                                .initialAccessToken())
                        .current());
    }

    @Test
    void theApplicationTypeFollowsFromTheRedirectUri() {
        assertEquals(ApplicationType.WEB, read("crm", Samples.CLIENT).metadata().applicationType());
        assertEquals(
                ApplicationType.NATIVE,
                read("crm", with("redirect-uri", "http://localhost:9000/callback"))
                        .metadata()
                        .applicationType());
    }

    @Test
    void furtherParametersAreThoseOfTheClientBeforeThoseOfAll() {
        Map<String, String> keys = with("extra-params.audience", "crm-api");
        keys.put("mcp.oauth.client.extra-params.audience", "all");
        keys.put("mcp.oauth.client.extra-params.login_hint", "somebody");
        keys.put(CRM + "prompt", "consent");
        assertEquals(
                Parameters.builder()
                        .add("prompt", "consent")
                        .add("audience", "crm-api")
                        .add("login_hint", "somebody")
                        .build(),
                read("crm", keys).additionalParameters());
    }

    @ParameterizedTest
    @ValueSource(strings = {"state", "resource", "redirect_uri", "code_challenge", "client_id", "scope"})
    void parametersOfTheClientCannotBeReplaced(String parameter) {
        assertEquals(
                List.of("mcp.oauth.client.crm.extra-params." + parameter
                        + ": is a parameter that the client sets itself"),
                problems(with("extra-params." + parameter, "x")));
    }

    @Test
    void stepUpNeverWinsOverABean() {
        StepUpGate bean = (resource, wanted) -> true;
        ClientConfiguration client = ClientConfigurations.read(
                Keys.config(with("step-up", "never")), "crm", builder -> builder.stepUpGate(bean));
        assertSame(StepUpGate.NEVER, client.stepUpGate());
        assertSame(
                bean,
                ClientConfigurations.read(Keys.config(Samples.CLIENT), "crm", builder -> builder.stepUpGate(bean))
                        .stepUpGate());
    }

    @Test
    void anAgentIsNamedAndABeanWins() {
        assertNull(read("crm", Samples.CLIENT).agent());
        assertSame(
                ReadyAgent.HEADLESS,
                read("crm", with("authorization-agent", "headless")).agent());
        AuthorizationAgent bean = request -> request.redirectUri();
        Config config = Keys.config(with("authorization-agent", "loopback"));
        assertSame(
                bean,
                ClientConfigurations.read(config, "crm", builder -> builder.agent(bean))
                        .agent());
    }

    @Test
    void anUnknownAgentIsRefused() {
        assertEquals(
                List.of("mcp.oauth.client.crm.authorization-agent: is one of loopback, headless"),
                problems(with("authorization-agent", "browser")));
    }

    /** OAuth 2.1, section 1.5. */
    @ParameterizedTest
    @ValueSource(strings = {"http://app.example/callback", "http://192.168.1.5/callback", "com.example.app://callback"})
    void aCodeDoesNotTravelInTheClear(String redirectUri) {
        String problem = problems(with("redirect-uri", redirectUri)).get(0);
        assertTrue(problem.startsWith("mcp.oauth.client.crm.redirect-uri: "), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"step-up", "dcr", "extra-params", "prompt", "a.b", ""})
    void aNameThatCouldBeAKeyIsRefused(String name) {
        assertEquals(
                "mcp.oauth.client." + name + ": is no usable name: it has a dot, is empty or is the beginning of a key",
                Keys.problems(() -> read(name, Map.of())).get(0));
    }

    @Test
    void whatMetadataRefusesIsNamedByItsKey() {
        assertEquals(
                List.of("mcp.oauth.client.crm.redirect-uri: "),
                problems(with("redirect-uri", "https://app.example/callback#x")).stream()
                        .map(line -> line.substring(0, line.indexOf(": ") + 2))
                        .toList());
    }

    @Test
    void theKeyOfAssertionsIsReadFromPem(@TempDir Path folder) throws Exception {
        KeyPair pair = keyPair();
        Path file = Files.writeString(folder.resolve("key.pem"), pem(pair));
        Map<String, String> keys = with("client-key-file", file.toString());
        keys.put(CRM + "client-key-id", "key-1");
        SigningKey key = Objects.requireNonNull(read("crm", keys).clientKey()).current();
        assertEquals(pair.getPrivate(), key.key());
        assertEquals("key-1", key.keyId());
        assertEquals("ES256", key.algorithm());
        assertNull(read("crm", Samples.CLIENT).clientKey());
    }

    @Test
    void aKeyThatDoesNotFitIsRefused() throws Exception {
        Map<String, String> keys = with("client-key", pem(keyPair()));
        keys.put(CRM + "client-key-algorithm", "RS256");
        assertEquals(
                List.of("mcp.oauth.client.crm.client-key: is a key in PEM (PKCS#8) or a JWK that fits the algorithm"),
                problems(keys));
        keys.put(CRM + "client-key-algorithm", "HS256");
        assertEquals(
                "mcp.oauth.client.crm.client-key-algorithm: is a JWS algorithm such as ES256",
                problems(keys).get(0));
    }

    private static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> keys = new HashMap<>(Samples.CLIENT);
        keys.put(CRM + key, value);
        return keys;
    }

    private static List<String> problems(Map<String, String> keys) {
        return Keys.problems(() -> read("crm", keys));
    }

    private static ClientConfiguration read(String name, Map<String, String> keys) {
        return ClientConfigurations.read(Keys.config(keys), name, builder -> {});
    }
}
