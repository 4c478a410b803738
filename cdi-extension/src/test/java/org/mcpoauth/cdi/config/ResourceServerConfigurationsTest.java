package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.ResourceServerConfiguration;

class ResourceServerConfigurationsTest {

    @Test
    void twoKeysAreEnough() {
        ResourceServerConfiguration resource = read(Samples.RESOURCE);
        assertEquals("https://mcp.example/mcp", resource.resource().value());
        assertEquals(List.of(Issuer.of("https://as.example")), resource.authorizationServers());
        assertEquals(List.of("https://mcp.example/mcp"), resource.audiences());
    }

    @Test
    void issuersIsAnotherNameForAuthorizationServers() {
        assertEquals(
                List.of(Issuer.of("https://as.example")),
                read(Map.of(
                                "mcp.oauth.resource.url", "https://mcp.example/mcp",
                                "mcp.oauth.resource.issuers", "https://as.example"))
                        .authorizationServers());
    }

    @Test
    void keysOfMicroProfileJwtAreTakenWhenOursAreAbsent() {
        ResourceServerConfiguration resource = read(Map.of(
                "mcp.oauth.resource.url", "https://mcp.example/mcp",
                "mp.jwt.verify.issuer", "https://as.example",
                "mp.jwt.verify.audiences", "api://one,api://two",
                "mp.jwt.verify.publickey.algorithm", "ES256",
                "mp.jwt.verify.clock.skew", "5"));
        assertEquals(List.of(Issuer.of("https://as.example")), resource.authorizationServers());
        assertEquals(List.of("api://one", "api://two"), resource.audiences());
        assertEquals(Set.of("ES256"), resource.token().algorithms());
        assertEquals(Duration.ofSeconds(5), resource.token().clockSkew());
    }

    @Test
    void ourKeysWinOverThoseOfMicroProfileJwt() {
        Map<String, String> keys = new HashMap<>(Samples.RESOURCE);
        keys.put("mp.jwt.verify.issuer", "https://other.example");
        assertEquals(List.of(Issuer.of("https://as.example")), read(keys).authorizationServers());
    }

    @Test
    void anApplicationThatIssuesTokensAcceptsItsOwn() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.resource.url", "https://mcp.example/mcp");
        assertEquals(List.of(Issuer.of("https://as.example")), read(keys).authorizationServers());
        keys.put("mcp.oauth.as.enabled", "false");
        assertEquals(
                List.of(
                        "mcp.oauth.resource.authorization-servers: is missing; expected list of URLs: the issuers whose tokens are"
                                + " accepted, the preferred one first"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertEquals(
                List.of(
                        "mcp.oauth.resource.url: is missing; expected URL: the public URL of the MCP endpoint, as clients use it",
                        "mcp.oauth.resource.authorization-servers: an issuer is an http(s) URL without query and"
                                + " fragment",
                        "mcp.oauth.resource.token.profile: is one of lenient, rfc9068",
                        "mcp.oauth.resource.max-body-size: is a whole number"),
                Keys.problems(() -> read(Map.of(
                        "mcp.oauth.resource.authorization-servers", "https://as.example?x",
                        "mcp.oauth.resource.token.profile", "loose",
                        "mcp.oauth.resource.max-body-size", "many"))));
    }

    @Test
    void theProblemOfAFallbackNamesTheFallback() {
        assertEquals(
                List.of("mp.jwt.verify.issuer: an issuer is an http(s) URL without query and fragment"),
                Keys.problems(() -> read(
                        Map.of("mcp.oauth.resource.url", "https://mcp.example/mcp", "mp.jwt.verify.issuer", "as"))));
    }

    @Test
    void symmetricAlgorithmsAreRefused() {
        Map<String, String> keys = new HashMap<>(Samples.RESOURCE);
        keys.put("mcp.oauth.resource.token.algorithms", "RS256,HS256");
        assertEquals(
                List.of("mcp.oauth.resource.token.algorithms: takes asymmetric algorithms only"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void beansAddWhatNoKeyCanSay() {
        Scopes scopes = Scopes.of("tools");
        ResourceServerConfiguration resource = ResourceServerConfigurations.read(
                Keys.config(Samples.RESOURCE), builder -> builder.operationScopes(operation -> scopes));
        assertEquals(
                scopes,
                resource.operationScopes().requiredFor(new org.mcpoauth.spi.resource.McpOperation("tools/list", null)));
    }

    @Test
    void aResourceWithoutItsUrlIsConfiguredAndRefused() {
        Map<String, String> misspelt = Map.of(
                "mcp.oauth.resource.uri", "https://mcp.example/mcp",
                "mcp.oauth.resource.authorization-servers", "https://as.example");
        assertEquals(Set.of("default"), ResourceServerConfigurations.names(Keys.config(misspelt)));
        List<String> problems = Keys.problems(() -> read(misspelt));
        assertTrue(problems.stream().anyMatch(line -> line.contains("mcp.oauth.resource.url")), problems::toString);
    }

    @Test
    void aResourceIsConfiguredByItsUrl() {
        assertEquals(Set.of("default"), ResourceServerConfigurations.names(Keys.config(Samples.RESOURCE)));
        assertEquals(
                Set.of(),
                ResourceServerConfigurations.names(Keys.config(Map.of("mp.jwt.verify.issuer", "https://as.example"))));
    }

    private static ResourceServerConfiguration read(Map<String, String> keys) {
        return ResourceServerConfigurations.read(Keys.config(keys), builder -> {});
    }
}
