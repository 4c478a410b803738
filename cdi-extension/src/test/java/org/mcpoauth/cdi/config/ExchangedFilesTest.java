package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Files of the authorization server that are exchanged while it runs: seen at its endpoints after ten seconds. */
class ExchangedFilesTest {
    private static final Duration PACE = Duration.ofSeconds(10);
    private static final StrictJson JSON = StrictJson.create();
    private static final String AS = "mcp.oauth.as.";
    private static final String FIRST = "first-secret-of-32-characters-or-more";
    private static final String SECOND = "second-secret-of-32-characters-or-more";

    @TempDir
    private Path directory;

    private final Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().clock(() -> now).build();

    @BeforeEach
    void grants() {
        keys.put(AS + "client-credentials.enabled", "true");
        keys.put(AS + "signing-algorithm", "ES256");
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private Path write(String name, String text) throws IOException {
        Path next = Files.writeString(directory.resolve(name + ".next"), text);
        return Files.move(
                next, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void give(String key, String name, String text) throws IOException {
        keys.put(AS + key, write(name, text).toString());
    }

    private void exchange(String name, String text) throws IOException {
        write(name, text);
        now = now.plus(PACE);
    }

    private AuthorizationServerConfiguration configuration() {
        return AuthorizationServerConfigurations.read(Keys.config(keys), Credentials.NONE.at(() -> now), builder -> {});
    }

    private AuthorizationServer server() {
        return runtime.authorizationServer(configuration(), (name, password) -> Optional.empty());
    }

    private static EndpointResponse post(
            AuthorizationServer server, String path, String type, String body, String... headers) {
        Map<String, List<String>> lines = new HashMap<>();
        lines.put("Content-Type", List.of(type));
        for (int i = 0; i < headers.length; i += 2) {
            lines.put(headers[i], List.of(headers[i + 1]));
        }
        Endpoint endpoint = server.endpoints().stream()
                .filter(each -> each.path().equals(path))
                .findFirst()
                .orElseThrow();
        return endpoint.handler()
                .handle(new EndpointRequest(
                        "POST",
                        path,
                        null,
                        HttpHeaders.of(lines, (name, value) -> true),
                        body.getBytes(StandardCharsets.UTF_8),
                        "192.0.2.1",
                        null));
    }

    private static JsonObject json(EndpointResponse response) {
        try {
            return JSON.readObject(response.body(), JsonLimits.METADATA);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String client(String id, String secret) {
        return '"' + id + "\":{\"grant_types\":[\"client_credentials\"],"
                + "\"token_endpoint_auth_method\":\"client_secret_post\",\"client_secret\":\"" + secret + "\"}";
    }

    private static String clients(String... clients) {
        return '{' + String.join(",", clients) + '}';
    }

    private static EndpointResponse token(AuthorizationServer server, String id, String secret) {
        return form(
                server, "/oauth/token", id, secret, "&grant_type=client_credentials&resource=https://mcp.example/mcp");
    }

    private static EndpointResponse form(
            AuthorizationServer server, String path, String id, String secret, String more) {
        return post(
                server,
                path,
                "application/x-www-form-urlencoded",
                "client_id=" + id + "&client_secret=" + secret + more);
    }

    /** RFC 6749, section 2.3.1. */
    @Test
    void clientsAreAddedAndGetOtherSecrets() throws Exception {
        give("clients-file", "clients", clients(client("a", "one")));
        AuthorizationServer server = server();
        assertEquals(200, token(server, "a", "one").status());
        assertEquals(401, token(server, "b", "two").status());

        write("clients", clients(client("a", "other"), client("b", "two")));
        assertEquals(200, token(server, "a", "one").status(), "nobody looks yet");
        now = now.plus(PACE);

        assertEquals(401, token(server, "a", "one").status());
        assertEquals(200, token(server, "a", "other").status());
        assertEquals(200, token(server, "b", "two").status());
    }

    /** As a client that unregisters: RFC 7592, section 2.3. */
    @Test
    void aClientThatIsTakenOutLosesItsTokens() throws Exception {
        give("clients-file", "clients", clients(client("a", "one"), client("b", "two")));
        AuthorizationServer server = server();
        String token = json(token(server, "a", "one")).getString("access_token");
        assertTrue(server.provider().loadAccessToken(Secret.of(token)).isPresent());

        exchange("clients", clients(client("b", "two")));

        assertEquals(401, token(server, "a", "one").status());
        assertEquals(200, token(server, "b", "two").status());
        assertFalse(server.provider().loadAccessToken(Secret.of(token)).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":{\"token_endpoint_auth_method\":\"unheard-of\"}}", "{\"a\":{}}"})
    void clientsThatCannotWorkLeaveTheFormerOnes(String later) throws Exception {
        give("clients-file", "clients", clients(client("a", "one")));
        AuthorizationServer server = server();

        exchange("clients", later);
        assertEquals(200, token(server, "a", "one").status());
        Files.delete(directory.resolve("clients"));
        now = now.plus(PACE);
        assertEquals(200, token(server, "a", "one").status());

        exchange("clients", clients(client("a", "other")));
        assertEquals(401, token(server, "a", "one").status());
    }

    /** RFC 7591, section 3. */
    @Test
    void initialAccessTokensAreExchanged() throws Exception {
        keys.put(AS + "dcr.enabled", "true");
        keys.put(AS + "dcr.mode", "token");
        give("dcr.initial-access-token-file", "tokens", FIRST + "\n");
        AuthorizationServer server = server();
        assertEquals(201, register(server, FIRST).status());
        assertEquals(401, register(server, SECOND).status());

        exchange("tokens", SECOND + "\n");
        assertEquals(401, register(server, FIRST).status());
        assertEquals(201, register(server, SECOND).status());

        exchange("tokens", "\n");
        assertEquals(201, register(server, SECOND).status(), "an empty file is no list of tokens");
    }

    private static EndpointResponse register(AuthorizationServer server, String token) {
        return post(
                server,
                "/oauth/register",
                "application/json",
                "{\"redirect_uris\":[\"https://app.example/cb\"]}",
                "Authorization",
                "Bearer " + token);
    }

    @Test
    void clientSecretKeysAreExchanged() throws Exception {
        give("client-secret-keys-file", "keys", FIRST);
        assertExchanged("keys", configuration().clientAssertions().secretKeys());
    }

    @Test
    void nonceKeysAreExchanged() throws Exception {
        give("dpop.nonce-keys-file", "keys", FIRST);
        assertExchanged("keys", configuration().dpop().nonceKeys());
    }

    private void assertExchanged(String name, Changing<List<Secret>> value) throws IOException {
        assertEquals(List.of(Secret.of(FIRST)), value.current());
        exchange(name, SECOND + "\n" + FIRST + "\n");
        assertEquals(List.of(Secret.of(SECOND), Secret.of(FIRST)), value.current());
        exchange(name, "short");
        assertEquals(List.of(Secret.of(SECOND), Secret.of(FIRST)), value.current());
    }

    @Test
    void theSaltIsExchanged() throws Exception {
        keys.put(AS + "access-token.format", "opaque");
        give("openid.pairwise-salt-file", "salt", FIRST);
        Changing<Secret> salt =
                Optional.ofNullable(configuration().openId().pairwiseSalt()).orElseThrow();
        exchange("salt", SECOND);
        assertEquals(Secret.of(SECOND), salt.current());
        exchange("salt", "short");
        assertEquals(Secret.of(SECOND), salt.current());
    }

    @Test
    void theSecretAtTheUpstreamIssuerIsExchanged() throws Exception {
        keys.put(AS + "login", "upstream");
        keys.put(AS + "upstream.issuer", "https://other.example");
        keys.put(AS + "upstream.client-id", "broker");
        give("upstream.client-secret-file", "secret", FIRST);
        UpstreamProvider upstream = LoginSettings.read(Keys.config(keys), Credentials.NONE.at(() -> now))
                .upstream()
                .orElseThrow();
        Object before = upstream.authentication().current();
        exchange("secret", SECOND);
        assertFalse(before.equals(upstream.authentication().current()));
    }

    @Test
    void theKeysOfAnAssertionIssuerAreExchanged() throws Exception {
        SigningKey old = SigningKey.generate(JwsAlgorithm.ES256);
        SigningKey next = SigningKey.generate(JwsAlgorithm.ES256);
        keys.put(AS + "id-jag.enabled", "true");
        keys.put(AS + "id-jag.trusted-issuers", "https://idp.example");
        keys.put(AS + "assertion-issuer.corp.url", "https://idp.example");
        give("assertion-issuer.corp.keys-file", "keys", keySet(old));
        AssertionIssuer issuer =
                configuration().grants().identityAssertions().issuers().get(0);
        assertEquals(
                old.verificationKey().publicKey(),
                issuer.keys().current().get(0).key());
        exchange("keys", keySet(next));
        assertEquals(
                next.verificationKey().publicKey(),
                issuer.keys().current().get(0).key());
        exchange("keys", "{\"keys\":[]}");
        assertEquals(
                next.verificationKey().publicKey(),
                issuer.keys().current().get(0).key());
    }

    @Test
    void theAuthoritiesAreExchanged() throws Exception {
        List<X509Certificate> known = authoritiesOfJvm();
        give("mtls.trust-anchors-file", "anchors", pem(known.get(0)));
        Changing<List<X509Certificate>> anchors = configuration().mutualTls().trustAnchors();
        assertEquals(known.subList(0, 1), anchors.current());
        exchange("anchors", pem(known.get(1)) + pem(known.get(0)));
        assertEquals(List.of(known.get(1), known.get(0)), anchors.current());
        exchange("anchors", "nothing");
        assertEquals(List.of(known.get(1), known.get(0)), anchors.current());
    }

    private static List<X509Certificate> authoritiesOfJvm() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return List.of(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private static String keySet(SigningKey key) {
        return "{\"keys\":[" + JSON.write(Jwk.write(key.verificationKey(), JSON)) + "]}";
    }
}
