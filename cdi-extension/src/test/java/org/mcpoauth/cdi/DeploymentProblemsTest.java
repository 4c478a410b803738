package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** What is wrong is told at deployment, all of it in one message, each problem with its key and what to write. */
@Tag("container")
class DeploymentProblemsTest {

    @Dependent
    static class Clients {
        @Inject
        @McpOAuth("crm")
        McpOAuthClient crm;

        @Inject
        @McpOAuth("erp")
        McpOAuthClient erp;
    }

    @Dependent
    static class WantsDiscovery {
        @Inject
        @McpOAuth("seeker")
        Discovery discovery;
    }

    @Dependent
    static class WantsGrants {
        @Inject
        @McpOAuth("taker")
        Grants grants;
    }

    @Dependent
    static class WantsRegistration {
        @Inject
        @McpOAuth("joiner")
        Registration registration;
    }

    @ApplicationScoped
    static class KeepsTheCaller {
        @Inject
        VerifiedToken token;

        @Inject
        TokenPrincipal principal;
    }

    @Dependent
    static class WantsBinder {
        @Inject
        @McpOAuth("bound")
        PrincipalBinder binder;
    }

    @Dependent
    static class WantsCodec {
        @Inject
        @McpOAuth("sealed")
        RequestStateCodec codec;
    }

    @Dependent
    static class WantsVerifier {
        @Inject
        TokenVerifier verifier;
    }

    @Dependent
    static class WantsResource {
        @Inject
        @McpOAuth("guarded")
        ProtectedResource resource;
    }

    @Dependent
    static class WantsServer {
        @Inject
        AuthorizationServer server;
    }

    /** The lines of the message, without its heading. */
    private static List<String> problems(Map<String, String> keys, Class<?>... beans) {
        String failure = Application.failure(keys, beans);
        assertTrue(failure.contains("MCPO5003 the configuration of MCP authorization cannot be used:"), failure);
        return Arrays.stream(failure.split("\n", -1))
                .map(String::strip)
                .filter(line -> line.startsWith("mcp.oauth.") || line.contains("is of one request"))
                .distinct()
                .sorted()
                .toList();
    }

    private static String missing(String key) {
        return key + ": is missing; expected ";
    }

    private static void assertTold(List<String> problems, String... beginnings) {
        List<String> told = problems.stream()
                .map(problem -> Arrays.stream(beginnings)
                        .filter(problem::startsWith)
                        .findFirst()
                        .orElse(problem))
                .toList();
        assertEquals(Arrays.stream(beginnings).sorted().toList(), told);
    }

    @Test
    void anUnknownNameAMissingKeyAndAContradictionAreToldTogether() {
        Map<String, String> keys = new HashMap<>(Application.CRM);
        keys.put("mcp.oauth.client.crm.redirect-path", "/back");
        keys.put("mcp.oauth.client.crm.step-up", "sometimes");
        keys.put("mcp.oauth.resource.url", "https://mcp.example/mcp");
        keys.put("mcp.oauth.http.proxy", "nowhere");
        assertTold(
                problems(keys, Clients.class),
                "mcp.oauth.client.crm.redirect-path: must not stand beside mcp.oauth.client.crm.redirect-uri",
                "mcp.oauth.client.crm.step-up: is one of auto, ask, never",
                missing("mcp.oauth.client.erp.redirect-uri"),
                missing("mcp.oauth.client.erp.server-url"),
                "mcp.oauth.http.proxy: is none, jvm, or host:port",
                missing("mcp.oauth.resource.authorization-servers"));
    }

    @Test
    void theStepsOfAClientThatNobodyHasConfiguredAreTold() {
        assertTold(
                problems(Map.of(), WantsDiscovery.class, WantsGrants.class, WantsRegistration.class),
                missing("mcp.oauth.client.joiner.redirect-uri"),
                missing("mcp.oauth.client.joiner.server-url"),
                missing("mcp.oauth.client.seeker.redirect-uri"),
                missing("mcp.oauth.client.seeker.server-url"),
                missing("mcp.oauth.client.taker.redirect-uri"),
                missing("mcp.oauth.client.taker.server-url"));
    }

    @Test
    void thePartsOfResourcesThatNobodyHasConfiguredAreTold() {
        assertTold(
                problems(Map.of(), WantsBinder.class, WantsCodec.class, WantsVerifier.class, WantsResource.class),
                missing("mcp.oauth.resource.authorization-servers"),
                missing("mcp.oauth.resource.bound.authorization-servers"),
                missing("mcp.oauth.resource.bound.url"),
                missing("mcp.oauth.resource.guarded.authorization-servers"),
                missing("mcp.oauth.resource.guarded.url"),
                missing("mcp.oauth.resource.sealed.authorization-servers"),
                missing("mcp.oauth.resource.sealed.url"),
                missing("mcp.oauth.resource.url"));
    }

    @Test
    void anAuthorizationServerThatNobodyHasConfiguredIsTold() {
        assertTold(
                problems(Map.of(), WantsServer.class),
                "mcp.oauth.as.enabled: must be true, and mcp.oauth.enabled not false",
                missing("mcp.oauth.as.issuer"),
                missing("mcp.oauth.as.resources-allowed"));
    }

    /** The next caller would be taken for the first. */
    @Test
    void callersThatWouldBeKeptAreToldWithTheRest() {
        List<String> problems = problems(Map.of("mcp.oauth.startup-check", "loudly"), KeepsTheCaller.class);
        String bean = KeepsTheCaller.class.getName();
        assertTold(
                problems,
                "mcp.oauth.startup-check: is one of off, warn, fail",
                bean + ": " + TokenPrincipal.class.getName() + " is of one request",
                bean + ": " + VerifiedToken.class.getName() + " is of one request");
    }

    @Test
    void theStepsOfAConfiguredClientAreInjected() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.client.seeker.server-url", "https://crm.example/mcp",
                "mcp.oauth.client.taker.server-url", "https://crm.example/mcp",
                "mcp.oauth.client.joiner.server-url", "https://crm.example/mcp",
                "mcp.oauth.client.public-url", "https://app.example");
        try (Application application =
                Application.start(keys, WantsDiscovery.class, WantsGrants.class, WantsRegistration.class)) {
            assertTrue(application
                    .select(Discovery.class, McpOAuthLiteral.of("seeker"))
                    .isResolvable());
            assertTrue(application
                    .select(Grants.class, McpOAuthLiteral.of("seeker"))
                    .isResolvable());
            assertTrue(application.select(Discovery.class).isResolvable());
            // the proxy is passed through to what is made
            assertTrue(application
                    .get(Discovery.class, McpOAuthLiteral.of("seeker"))
                    .toString()
                    .contains("Discovery"));
        }
    }
}
