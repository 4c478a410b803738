package org.mcpoauth.spi.support.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.codec.Base64Url;

/** What a look at a resource before it is used finds, over HTTP. */
@Timeout(60)
class ResourceCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String METADATA = "/.well-known/oauth-authorization-server";
    private static final String KEYS = "/keys";

    private final FaultServer server = new FaultServer();
    private final String issuer = server.uri("").toString();
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().clock(() -> NOW).build();

    @AfterEach
    void stop() throws IOException {
        runtime.close();
        server.close();
    }

    @Test
    void nothingIsFoundWhereAllFits() {
        serve(issuer, rsa(2048), NOW);
        assertEquals(List.of(), ids(resource("https://mcp.example/mcp")));
        assertEquals(1, server.count(METADATA));
        assertEquals(1, server.count(KEYS));
    }

    // OAuth 2.1, section 1.5
    @Test
    void aResourceOfPlainHttpIsFound() {
        serve(issuer, rsa(2048), NOW);
        assertEquals(List.of("MCPO4680"), ids(resource("http://mcp.example/mcp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/mcp", "http://127.0.0.1:8080/mcp", "http://[::1]:8080/mcp"})
    void plainHttpOnThisMachineIsForDevelopment(String url) {
        serve(issuer, rsa(2048), NOW);
        assertEquals(List.of(), ids(resource(url)));
    }

    // RFC 8707, section 2
    @ParameterizedTest
    @ValueSource(strings = {"https://mcp.example/mcp/", "https://MCP.example/mcp"})
    void anAudienceThatIsNearlyTheUrlIsFoundWithBothTexts(String audience) {
        serve(issuer, rsa(2048), NOW);
        List<Finding> findings = runtime.check(
                builder("https://mcp.example/mcp").audiences(List.of(audience)).build());
        assertEquals(List.of("MCPO4681"), ids(findings));
        assertTrue(
                findings.get(0).text().contains(audience), () -> findings.get(0).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://mcp.example/mcp", "api://8f1d", "https://other.example/mcp"})
    void anAudienceThatIsMeantIsNotFound(String audience) {
        serve(issuer, rsa(2048), NOW);
        assertEquals(
                List.of(),
                ids(runtime.check(builder("https://mcp.example/mcp")
                        .audiences(List.of(audience))
                        .build())));
    }

    // RFC 8414, section 3.3
    @Test
    void metadataOfAnotherIssuerAreFoundWithBothTexts() {
        serve(issuer + "/", rsa(2048), NOW);
        List<Finding> findings = runtime.check(resource("https://mcp.example/mcp"));
        assertEquals(List.of("MCPO4682"), ids(findings));
        assertTrue(
                findings.get(0).text().contains("\"" + issuer + "/\""),
                () -> findings.get(0).text());
        assertEquals("authorization-servers", findings.get(0).key());
    }

    @Test
    void anIssuerWithoutMetadataIsFound() {
        assertEquals(List.of("MCPO4683"), ids(resource("https://mcp.example/mcp")));
    }

    @Test
    void anIssuerThatIsNotThereIsFound() throws IOException {
        server.close();
        assertEquals(List.of("MCPO4683"), ids(resource("https://mcp.example/mcp")));
    }

    @Test
    void anIssuerWithoutKeysIsFound() {
        serve(issuer, "{\"keys\":[]}", NOW);
        assertEquals(List.of("MCPO4684"), ids(resource("https://mcp.example/mcp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"keys\":1}", "{\"keys\":[{}],\"keys\":[]}"})
    void aBrokenKeySetIsFound(String set) {
        serve(issuer, set, NOW);
        assertEquals(List.of("MCPO4684"), ids(resource("https://mcp.example/mcp")));
    }

    // RFC 7518, section 3.3
    @Test
    void weakKeysAreFoundBesideOthers() {
        serve(issuer, "{\"keys\":[" + key(2048) + "," + key(1024) + "]}", NOW);
        assertEquals(List.of("MCPO4685"), ids(resource("https://mcp.example/mcp")));
    }

    @Test
    void weakKeysSayWhyThereIsNone() {
        serve(issuer, rsa(1024), NOW);
        assertEquals(List.of("MCPO4684", "MCPO4685"), ids(resource("https://mcp.example/mcp")));
    }

    // RFC 7519, section 4.1.4
    @Test
    void aClockThatGoesWrongIsFound() {
        serve(issuer, rsa(2048), NOW.minusSeconds(120));
        List<Finding> findings = runtime.check(resource("https://mcp.example/mcp"));
        assertEquals(List.of("MCPO4686"), ids(findings));
        assertTrue(
                findings.get(0).text().contains("120 seconds behind"),
                () -> findings.get(0).text());
    }

    @Test
    void aClockWithinTheSkewIsFine() {
        serve(issuer, rsa(2048), NOW.plusSeconds(30));
        assertEquals(List.of(), ids(resource("https://mcp.example/mcp")));
    }

    @Test
    void aKeySetAtAKnownPlaceIsAskedForWithoutMetadata() {
        serve(issuer, rsa(2048), NOW);
        ResourceServerConfiguration resource = builder("https://mcp.example/mcp")
                .issuers(List.of(TrustedIssuer.of(Issuer.of(issuer)).withJwksUrl(server.uri(KEYS))))
                .build();
        assertEquals(List.of(), ids(resource));
        assertEquals(0, server.count(METADATA));
        assertEquals(1, server.count(KEYS));
    }

    @Test
    void whatAServerSaysIsNotRepeatedUnescaped() {
        serve("https://as.example/\\u001b[31mowned", rsa(2048), NOW);
        String all = runtime.check(resource("https://mcp.example/mcp")).toString();
        assertFalse(all.contains("\u001b"), all);
    }

    private ResourceServerConfiguration.Builder builder(String url) {
        return ResourceServerConfiguration.builder(ResourceIdentifier.of(url), List.of(Issuer.of(issuer)));
    }

    private ResourceServerConfiguration resource(String url) {
        return builder(url).build();
    }

    private List<String> ids(ResourceServerConfiguration resource) {
        return ids(runtime.check(resource));
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    private void serve(String named, String keySet, Instant date) {
        String header = "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC));
        URI keys = server.uri(KEYS);
        String metadata = "{\"issuer\":\"" + named + "\",\"jwks_uri\":\"" + keys
                + "\",\"authorization_endpoint\":\"https://as.example/authorize\""
                + ",\"token_endpoint\":\"https://as.example/token\",\"response_types_supported\":[\"code\"]}";
        server.on(METADATA, FaultServer.json(metadata, header)).on(KEYS, FaultServer.json(keySet, header));
    }

    private static String rsa(int bits) {
        return "{\"keys\":[" + key(bits) + "]}";
    }

    /** A public key without factors that anybody knows, of which only the length counts here. */
    private static String key(int bits) {
        byte[] modulus =
                BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.valueOf(159)).toByteArray();
        // without the byte of the sign
        byte[] magnitude = Arrays.copyOfRange(modulus, 1, modulus.length);
        return "{\"kty\":\"RSA\",\"alg\":\"RS256\",\"kid\":\"k" + bits + "\",\"e\":\"AQAB\",\"n\":\""
                + Base64Url.encode(magnitude) + "\"}";
    }
}
