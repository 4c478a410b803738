package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.IntrospectionRules.ResponseForm;
import org.mcpoauth.spi.resource.TokenCacheLimits;

/** How an authorization server is asked about tokens (RFC 7662). */
class IntrospectionKeysTest {

    @TempDir
    Path files;

    @Test
    void nobodyIsAskedByDefault() {
        assertNull(introspection(Samples.RESOURCE));
    }

    @Test
    void identifierAndSecretAreEnough() {
        IntrospectionRules rules = rules(Map.of("client-id", "mcp", "client-secret", "s3cret"));
        assertEquals(Issuer.of("https://as.example"), rules.issuer());
        assertEquals("mcp", rules.clientId());
        assertInstanceOf(
                ClientAuthentication.ClientSecretBasic.class,
                rules.authentication().current());
        assertNull(rules.url());
        assertEquals(TokenCacheLimits.OFF, rules.cache());
        assertEquals(64, rules.maxConcurrent());
        assertFalse(rules.toString().contains("s3cret"), rules::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "client-secret-basic, ClientSecretBasic",
        "client-secret-post, ClientSecretPost",
        "client-secret-jwt, ClientSecretJwt",
        "tls-client-auth, TlsClient",
        "self-signed-tls-client-auth, TlsClient"
    })
    void theMethodsOfClientAuthenticationAreKnown(String method, String type) {
        IntrospectionRules rules =
                rules(Map.of("client-id", "mcp", "client-secret", "s3cret", "client-auth-method", method));
        assertEquals(type, rules.authentication().current().getClass().getSimpleName());
        assertEquals(method, rules.authentication().current().method().value().replace('_', '-'));
    }

    // RFC 7523, section 2.2
    @Test
    void aKeyMeansPrivateKeyJwt() throws Exception {
        IntrospectionRules rules = rules(Map.of("client-id", "mcp", "client-key", pem()));
        assertInstanceOf(
                ClientAuthentication.PrivateKeyJwt.class, rules.authentication().current());
        String file = Files.writeString(files.resolve("key.pem"), pem()).toString();
        IntrospectionRules fromFile = rules(Map.of(
                "client-id", "mcp", "client-key-file", file, "client-key-id", "k1", "client-key-algorithm", "ES256"));
        assertInstanceOf(
                ClientAuthentication.PrivateKeyJwt.class,
                fromFile.authentication().current());
    }

    @Test
    void theSecretMayStandInAFile() throws IOException {
        String file = Files.writeString(files.resolve("secret"), "s3cret\n").toString();
        IntrospectionRules rules = rules(Map.of("client-id", "mcp", "client-secret-file", file));
        ClientAuthentication.ClientSecretBasic basic = assertInstanceOf(
                ClientAuthentication.ClientSecretBasic.class,
                rules.authentication().current());
        assertEquals("s3cret", basic.secret().reveal());
    }

    @Test
    void endpointServerFormAndCacheAreTaken() {
        Map<String, String> keys = new HashMap<>(Map.of("client-id", "mcp", "client-secret", "s3cret"));
        keys.put("url", "https://other.example/introspect");
        keys.put("issuer", "https://as.example");
        keys.put("response", "jwt");
        keys.put("cache-ttl", "30");
        keys.put("cache-size", "5");
        keys.put("max-concurrent", "7");
        IntrospectionRules rules = rules(keys);
        assertEquals(URI.create("https://other.example/introspect"), rules.url());
        assertEquals(ResponseForm.JWT, rules.response());
        assertEquals(new TokenCacheLimits(5, Duration.ofSeconds(30)), rules.cache());
        assertEquals(7, rules.maxConcurrent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001"})
    void whatMayBeUnderWayHasALimit(String number) {
        assertEquals(
                List.of("mcp.oauth.resource.introspection.max-concurrent: is 1 to 10000"),
                Keys.problems(
                        () -> rules(Map.of("client-id", "mcp", "client-secret", "s3cret", "max-concurrent", number))));
    }

    // RFC 7662, section 2.1: scanning for tokens must cost more than a guess
    @Test
    void withoutCredentialsNobodyIsAsked() {
        assertEquals(
                List.of("mcp.oauth.resource.introspection.client-secret: is missing or not usable; the client"
                        + " authentication needs it"),
                Keys.problems(() -> rules(Map.of("client-id", "mcp"))));
    }

    @Test
    void anEndpointWithoutAnIdentifierIsRefused() {
        assertEquals(
                "mcp.oauth.resource.introspection.client-id: is missing; expected text: the identifier of this"
                        + " resource at the authorization server that is asked about tokens",
                Keys.problems(() -> introspection(keys(Map.of("url", "https://as.example/introspect"))))
                        .get(0));
    }

    @Test
    void theLimitsOfTheCacheAreToldByItsOwnKeys() {
        assertEquals(
                List.of("mcp.oauth.resource.introspection.cache-size: is 0 to 1000000"),
                Keys.problems(() -> rules(Map.of(
                        "client-id", "mcp", "client-secret", "s3cret", "cache-ttl", "30", "cache-size", "1000001"))));
    }

    private static IntrospectionRules rules(Map<String, String> introspection) {
        IntrospectionRules rules = introspection(keys(introspection));
        assertNotNull(rules);
        return rules;
    }

    private static @Nullable IntrospectionRules introspection(Map<String, String> keys) {
        return ResourceServerConfigurations.read(Keys.config(keys), builder -> {})
                .introspection();
    }

    private static Map<String, String> keys(Map<String, String> introspection) {
        Map<String, String> all = new HashMap<>(Samples.RESOURCE);
        introspection.forEach((key, value) -> all.put("mcp.oauth.resource.introspection." + key, value));
        return all;
    }

    private static String pem() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key)
                + "\n-----END PRIVATE KEY-----";
    }
}
