package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.server.IdentityAssertionRules;
import org.mcpoauth.spi.server.WorkloadIdentity;
import org.mcpoauth.spi.server.WorkloadRules;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

class AssertionIssuersTest {
    private static final Issuer ONE = Issuer.of("https://one.example");
    private static final Issuer TWO = Issuer.of("https://two.example");

    @TempDir
    Path folder;

    @Test
    void identityAssertionsAreOffUnlessEnabled() {
        assertEquals(IdentityAssertionRules.OFF, read(Map.of()).identityAssertions());
        assertFalse(read(Map.of("id-jag.trusted-issuers", ONE.value()))
                .identityAssertions()
                .offered());
    }

    @Test
    void aListedIssuerFollowsItsDescription() {
        IdentityAssertionRules rules = read(Map.of(
                        "id-jag.enabled", "true",
                        "id-jag.trusted-issuers", ONE + "," + TWO,
                        "id-jag.max-lifetime", "PT2M",
                        "assertion-issuer.corp.url", TWO.value(),
                        "assertion-issuer.corp.jwks-url", "https://keys.example/two",
                        "assertion-issuer.corp.algorithms", "ES256,PS256"))
                .identityAssertions();
        assertEquals(
                List.of(
                        AssertionIssuer.of(ONE),
                        AssertionIssuer.of(TWO)
                                .withJwksUrl(URI.create("https://keys.example/two"))
                                .withAlgorithms(Set.of("ES256", "PS256"))),
                rules.issuers());
        assertEquals(Duration.ofMinutes(2), rules.maxLifetime());
    }

    @Test
    void keysCanStandInAFile() throws IOException {
        StrictJson json = StrictJson.create();
        SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
        Path file = Files.writeString(
                folder.resolve("keys.json"),
                json.write(JwkSet.of(List.of(key.verificationKey())).write(json)));
        AssertionIssuer issuer = read(Map.of(
                        "id-jag.trusted-issuers", ONE.value(),
                        "assertion-issuer.corp.url", ONE.value(),
                        "assertion-issuer.corp.keys-file", file.toString()))
                .identityAssertions()
                .issuers()
                .get(0);
        assertEquals(1, issuer.keys().current().size());
        assertEquals(
                key.verificationKey().keyId(), issuer.keys().current().get(0).keyId());
    }

    @Test
    void whatCannotBeMeantIsTold() {
        assertEquals(
                List.of("mcp.oauth.as.id-jag.trusted-issuers: names at least one issuer"),
                problems(Map.of("id-jag.enabled", "true")));
        assertEquals(
                List.of("mcp.oauth.as.id-jag.max-lifetime: is positive and up to an hour"),
                problems(Map.of("id-jag.max-lifetime", "PT2H")));
        assertEquals(
                List.of("mcp.oauth.as.id-jag.trusted-issuers: names an issuer twice"),
                problems(Map.of("id-jag.trusted-issuers", ONE + "," + ONE)));
        assertEquals(
                List.of("mcp.oauth.as.assertion-issuer.<name>.url: is of an issuer that stands in no list of trusted"
                        + " issuers"),
                problems(Map.of("assertion-issuer.corp.url", ONE.value())));
        assertEquals(
                List.of("mcp.oauth.as.assertion-issuer.b.url: names an issuer twice"),
                problems(Map.of(
                        "id-jag.trusted-issuers", ONE.value(),
                        "assertion-issuer.a.url", ONE.value(),
                        "assertion-issuer.b.url", ONE.value())));
        for (String algorithm : List.of("HS256", "none")) {
            assertEquals(
                    List.of("mcp.oauth.as.assertion-issuer.<name>.algorithms: takes asymmetric algorithms only"),
                    problems(Map.of(
                            "id-jag.trusted-issuers", ONE.value(),
                            "assertion-issuer.corp.url", ONE.value(),
                            "assertion-issuer.corp.algorithms", algorithm)));
        }
    }

    @Test
    void workloadsAreNamedOneByOne() {
        WorkloadRules rules = read(Map.of(
                        "workload.trusted-issuers", ONE + "," + TWO,
                        "workload.audiences", "api://mcp",
                        "workload.max-lifetime", "PT1H",
                        "workload.identity.agent.issuer", ONE.value(),
                        "workload.identity.agent.subject", "system:serviceaccount:mcp:agent",
                        "workload.identity.backup.issuer", TWO.value(),
                        "workload.identity.backup.subject", "repo:example/backup",
                        "workload.identity.backup.client-id", "backup-client"))
                .workloads();
        assertEquals(
                List.of(
                        new WorkloadIdentity(ONE, "system:serviceaccount:mcp:agent", "agent"),
                        new WorkloadIdentity(TWO, "repo:example/backup", "backup-client")),
                rules.identities());
        assertEquals(Set.of("api://mcp"), rules.audiences());
        assertEquals(Duration.ofHours(1), rules.maxLifetime());
    }

    @Test
    void theOnlyPlatformNeedNotBeNamedAgain() {
        assertEquals(
                List.of(new WorkloadIdentity(ONE, "w", "agent")),
                read(Map.of("workload.trusted-issuers", ONE.value(), "workload.identity.agent.subject", "w"))
                        .workloads()
                        .identities());
        assertEquals(1, problems(Map.of("workload.identity.agent.subject", "w")).size());
        assertEquals(
                List.of("mcp.oauth.as.workload.identity.<name>.issuer: is one of workload.trusted-issuers"),
                problems(Map.of(
                        "workload.trusted-issuers", ONE.value(),
                        "workload.identity.agent.issuer", TWO.value(),
                        "workload.identity.agent.subject", "w")));
        assertEquals(
                List.of("mcp.oauth.as.workload.identity.<name>.subject: names a workload twice"),
                problems(Map.of(
                        "workload.trusted-issuers", ONE.value(),
                        "workload.identity.a.subject", "w",
                        "workload.identity.b.subject", "w")));
    }

    private static List<String> problems(Map<String, String> keys) {
        return Keys.problems(() -> read(keys));
    }

    private static GrantRules read(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.forEach((name, value) -> all.put("mcp.oauth.as." + name, value));
        return AuthorizationServerConfigurations.read(Keys.config(all)).grants();
    }
}
