package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.TrustedIssuer;

/** Issuers with rules of their own. */
class IssuersTest {
    private static final Map<String, String> CORP = Map.of(
            "mcp.oauth.resource.url", "https://mcp.example/mcp",
            "mcp.oauth.resource.issuer.corp.url", "https://corp.example");

    /** RFC 7517, appendix A.1. */
    private static final String EC_KEY = """
        {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","kid":"1"%s}\
        """;

    @TempDir
    Path files;

    @Test
    void anIssuerWithItsOwnRulesIsTrusted() {
        Map<String, String> keys = new HashMap<>(CORP);
        keys.put("mcp.oauth.resource.issuer.corp.jwks-url", "https://corp.example/keys");
        keys.put("mcp.oauth.resource.issuer.corp.algorithms", "ES256");
        keys.put("mcp.oauth.resource.issuer.corp.audiences", "api://corp");
        assertEquals(
                List.of(new TrustedIssuer(
                        Issuer.of("https://corp.example"),
                        URI.create("https://corp.example/keys"),
                        Changing.of(List.of()),
                        Set.of("ES256"),
                        List.of("api://corp"),
                        false)),
                read(keys));
    }

    @Test
    void itStandsBehindThoseOfTheListAndOnlyOnce() {
        Map<String, String> keys = new HashMap<>(CORP);
        keys.put("mcp.oauth.resource.authorization-servers", "https://as.example");
        assertEquals(
                List.of(
                        TrustedIssuer.of(Issuer.of("https://as.example")),
                        TrustedIssuer.of(Issuer.of("https://corp.example"))),
                read(keys));
        keys.put("mcp.oauth.resource.authorization-servers", "https://corp.example,https://as.example");
        keys.put("mcp.oauth.resource.issuer.corp.algorithms", "ES256");
        assertEquals(
                List.of(
                        TrustedIssuer.of(Issuer.of("https://corp.example")).withAlgorithms(Set.of("ES256")),
                        TrustedIssuer.of(Issuer.of("https://as.example"))),
                read(keys));
    }

    @Test
    void itsKeysMayStandInAFile() throws IOException {
        VerificationKey key = keys("{\"keys\":[" + EC_KEY.formatted(",\"alg\":\"ES256\"") + "]}")
                .get(0);
        assertEquals("1", key.keyId());
        assertEquals("ES256", key.algorithm());
    }

    // RFC 7517, section 4.4: "alg" is optional
    @Test
    void aKeyWithoutAlgorithmIsForThoseOfItsType() throws IOException {
        assertEquals(
                List.of("ES256"),
                keys("{\"keys\":[" + EC_KEY.formatted("") + "]}").stream()
                        .map(VerificationKey::algorithm)
                        .toList());
    }

    @Test
    void aFileThatIsNoKeySetIsRefused() throws IOException {
        assertEquals(
                List.of("mcp.oauth.resource.issuer.corp.keys-file: the file is no JWK Set (RFC 7517, section 5)"),
                Keys.problems(() -> keys("[]")));
    }

    @Test
    void aSymmetricKeyIsNotUsable() {
        assertEquals(
                List.of("mcp.oauth.resource.issuer.corp.keys-file: the file holds a key that is not usable, or none"),
                Keys.problems(
                        () -> keys("{\"keys\":[" + EC_KEY.formatted("") + ",{\"kty\":\"oct\",\"k\":\"AyM1\"}]}")));
    }

    @Test
    void keysAndTheirUrlExcludeEachOther() throws IOException {
        Map<String, String> keys = new HashMap<>(CORP);
        keys.put("mcp.oauth.resource.issuer.corp.jwks-url", "https://corp.example/keys");
        keys.put("mcp.oauth.resource.issuer.corp.keys-file", file("{\"keys\":[" + EC_KEY.formatted("") + "]}"));
        List<String> problems = Keys.problems(() -> read(keys));
        assertTrue(problems.get(0).endsWith("jwks-url: is not read where keys are given"), problems::toString);
    }

    @Test
    void theUrlOfTheOnlyKeySetIsForOneIssuer() {
        Map<String, String> keys = new HashMap<>(CORP);
        keys.put("mcp.oauth.resource.jwks-url", "https://corp.example/keys");
        assertEquals(URI.create("https://corp.example/keys"), read(keys).get(0).jwksUrl());
        keys.put("mcp.oauth.resource.authorization-servers", "https://as.example");
        assertEquals(
                List.of("mcp.oauth.resource.jwks-url: is for one issuer only; several have issuer.<name>.jwks-url"),
                Keys.problems(() -> read(keys)));
    }

    private List<VerificationKey> keys(String set) throws IOException {
        Map<String, String> keys = new HashMap<>(CORP);
        keys.put("mcp.oauth.resource.issuer.corp.keys-file", file(set));
        return read(keys).get(0).keys().current();
    }

    private String file(String text) throws IOException {
        return Files.writeString(files.resolve("keys.json"), text).toString();
    }

    private static List<TrustedIssuer> read(Map<String, String> keys) {
        return ResourceServerConfigurations.read(Keys.config(keys), builder -> {})
                .issuers();
    }
}
