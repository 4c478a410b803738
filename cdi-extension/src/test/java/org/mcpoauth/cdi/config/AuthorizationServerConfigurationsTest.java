package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.AuthorizationClaim;
import org.mcpoauth.spi.server.CrossOriginRules;
import org.mcpoauth.spi.server.ErrorRedirects;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.server.MutualTls;
import org.mcpoauth.spi.server.RateLimit;
import org.mcpoauth.spi.server.RateLimits;
import org.mcpoauth.spi.server.RegistrationTerms;
import org.mcpoauth.spi.server.RegistrationTerms.ScopeLimit;

class AuthorizationServerConfigurationsTest {

    @Test
    void tokensAreForTheOwnResourceUnlessOthersAreNamed() {
        AuthorizationServerConfiguration server = read(Map.of(
                "mcp.oauth.as.enabled", "true",
                "mcp.oauth.as.issuer", "https://as.example",
                "mcp.oauth.resource.url", "https://mcp.example/mcp"));
        assertEquals(List.of(ResourceIdentifier.of("https://mcp.example/mcp")), server.resourcesAllowed());
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertEquals(
                List.of(
                        "mcp.oauth.as.issuer: is missing; expected URL: the issuer identifier; the endpoints lie below"
                                + " it",
                        "mcp.oauth.as.resources-allowed: is missing; expected list of URLs: the resources tokens may"
                                + " be issued for",
                        "mcp.oauth.as.client-auth-methods: is no known method, such as client-secret-basic"),
                Keys.problems(() -> read(Map.of(
                        "mcp.oauth.as.enabled", "true", "mcp.oauth.as.client-auth-methods", "client_secret_basic"))));
    }

    @Test
    void rulesOfTheConfigurationNameTheFullKey() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.code.ttl", "PT11M");
        assertEquals(List.of("mcp.oauth.as.code.ttl: is a second to 10 minutes"), Keys.problems(() -> read(keys)));
    }

    @Test
    void theTermsOfRegistrationAreKeys() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.dcr.scope", "requested");
        keys.put("mcp.oauth.as.dcr.secret-ttl", "P90D");
        keys.put("mcp.oauth.as.dcr.unused-ttl", "P7D");
        keys.put("mcp.oauth.as.dcr.token-rotation", "true");
        assertEquals(
                new RegistrationTerms(ScopeLimit.REQUESTED, Duration.ofDays(90), Duration.ofDays(7), true),
                read(keys).registration().terms());
        keys.put("mcp.oauth.as.dcr.scope", "all");
        keys.put("mcp.oauth.as.dcr.unused-ttl", "P3651D");
        assertEquals(
                List.of(
                        "mcp.oauth.as.dcr.scope: is one of supported, requested",
                        "mcp.oauth.as.dcr.unused-ttl: must be positive and at most ten years"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void authenticationMethodsAreInKebabCase() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.client-auth-methods", "none, private-key-jwt");
        assertEquals(
                Set.of(ClientAuthenticationMethod.NONE, ClientAuthenticationMethod.PRIVATE_KEY_JWT),
                read(keys).clients().authenticationMethods());
    }

    @Test
    void pagesOfAllSomeOrNoOriginsMayRead() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        assertEquals(CrossOriginRules.ANY, read(keys).crossOrigin());
        keys.put("mcp.oauth.as.cors-origins", "*");
        assertEquals(CrossOriginRules.ANY, read(keys).crossOrigin());
        keys.put("mcp.oauth.as.cors-origins", "none");
        assertEquals(CrossOriginRules.NONE, read(keys).crossOrigin());
        keys.put("mcp.oauth.as.cors-origins", "https://app.example, http://localhost:6274");
        assertEquals(
                Set.of("https://app.example", "http://localhost:6274"),
                read(keys).crossOrigin().origins());
        for (String text : List.of("*,https://app.example", "none,https://app.example", "https://app.example/")) {
            keys.put("mcp.oauth.as.cors-origins", text);
            assertEquals(
                    List.of("mcp.oauth.as.cors-origins: is * alone, or names origins as browsers send them, such as"
                            + " https://app.example"),
                    Keys.problems(() -> read(keys)));
        }
    }

    @Test
    void documentsHaveHostsTimesAndASize() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        assertEquals(MetadataDocumentRules.DEFAULT, read(keys).clients().metadataDocuments());
        keys.put("mcp.oauth.as.cimd.allowed-hosts", "Apps.example, clients.example");
        keys.put("mcp.oauth.as.cimd.cache-min", "5");
        keys.put("mcp.oauth.as.cimd.cache-max", "PT20S");
        keys.put("mcp.oauth.as.cimd.max-size", "10240");
        assertEquals(
                MetadataDocumentRules.DEFAULT
                        .withAllowedHosts(Set.of("apps.example", "clients.example"))
                        .withCacheTimes(Duration.ofSeconds(5), Duration.ofSeconds(20))
                        .withMaxBytes(10240),
                read(keys).clients().metadataDocuments());
        keys.remove("mcp.oauth.as.cimd.cache-min");
        assertEquals(
                List.of("mcp.oauth.as.cimd.cache-min: is not longer than cimd.cache-max"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void allThatIsWrongWithDocumentsIsTold() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.cimd.allowed-hosts", "https://apps.example");
        keys.put("mcp.oauth.as.cimd.cache-max", "PT25H");
        keys.put("mcp.oauth.as.cimd.max-size", "65537");
        assertEquals(
                List.of(
                        "mcp.oauth.as.cimd.allowed-hosts: names hosts such as app.example, without scheme, port and"
                                + " path",
                        "mcp.oauth.as.cimd.cache-max: is up to 24 hours",
                        "mcp.oauth.as.cimd.max-size: is 1 to 65536 bytes"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void initialAccessTokensMayStandInAFile(@TempDir Path folder) throws IOException {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.dcr.mode", "token");
        Path file = Files.writeString(folder.resolve("tokens"), "one\ntwo\n");
        keys.put("mcp.oauth.as.dcr.initial-access-token-file", file.toString());
        assertEquals(
                List.of(Secret.of("one"), Secret.of("two")),
                read(keys).registration().initialAccessTokens().current());
    }

    /** OpenID Connect Core 1.0, section 8.1: clients must not find the subject of the server in their tokens. */
    @Test
    void pairwiseSubjectsNeedOpaqueTokens() {
        String salt = "0123456789abcdef0123456789abcdef";
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.openid.pairwise-salt", salt);
        assertEquals(
                List.of("mcp.oauth.as.openid.pairwise-salt: needs access-token.format opaque, since clients can compare"
                        + " users by JWTs"),
                Keys.problems(() -> read(keys)));
        keys.put("mcp.oauth.as.access-token.format", "opaque");
        assertEquals(Changing.of(Secret.of(salt)), read(keys).openId().pairwiseSalt());
    }

    @Test
    void accessTokensTellOfUsersWhatIsListed() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        assertEquals(Set.of(), read(keys).tokens().authorizationClaims());
        keys.put("mcp.oauth.as.access-token.authorization-claims", "groups, roles,groups");
        assertEquals(
                Set.of(AuthorizationClaim.GROUPS, AuthorizationClaim.ROLES),
                read(keys).tokens().authorizationClaims());
        keys.put("mcp.oauth.as.access-token.authorization-claims", "groups,email");
        assertEquals(
                List.of("mcp.oauth.as.access-token.authorization-claims: is one of roles, groups, entitlements"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void limitsAreANumberAndATime() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.rate-limit.register", "3/h");
        keys.put("mcp.oauth.as.rate-limit.token", "off");
        RateLimits limits = read(keys).rateLimits();
        assertEquals(new RateLimit(3, Duration.ofHours(1)), limits.registration());
        assertNull(limits.failures());
    }

    @ParameterizedTest
    @ValueSource(strings = {"20", "/h", "20/", "20/d", "0/h", "-1/h", "20/25h", "20/0s", "20/m1", "20/99999999999s"})
    void otherLimitsAreRefused(String text) {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.rate-limit.register", text);
        assertEquals(
                List.of("mcp.oauth.as.rate-limit.register: is off, or a number and a time such as 20/h, 50/15m or"
                        + " 3/30s"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void tokensThatAreDemandedMustBeKnown() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.dcr.mode", "token");
        assertEquals(
                List.of("mcp.oauth.as.dcr.initial-access-token: is needed for mode token, unless there is a"
                        + " RegistrationPolicy"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void theServerIsThereWhenItIsEnabledAndNotAllIsOff() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        assertTrue(AuthorizationServerConfigurations.isEnabled(Keys.config(keys)));
        keys.put("mcp.oauth.enabled", "false");
        assertFalse(AuthorizationServerConfigurations.isEnabled(Keys.config(keys)));
        assertFalse(AuthorizationServerConfigurations.isEnabled(Keys.config(Map.of())));
        assertEquals(
                List.of("mcp.oauth.as.enabled: must be true, and mcp.oauth.enabled not false"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void proofsNeedNoncesUnlessAKeySaysOtherwise() {
        Map<String, String> keys = new HashMap<>();
        keys.put("mcp.oauth.as.enabled", "true");
        keys.put("mcp.oauth.as.issuer", "https://as.example");
        keys.put("mcp.oauth.as.resources-allowed", "https://mcp.example/mcp");
        assertEquals(DpopPolicy.WITH_NONCES, read(keys).dpop());
        assertEquals(MutualTls.DEFAULT, read(keys).mutualTls());
        keys.put("mcp.oauth.as.dpop.nonce-keys-file", "/nowhere");
        assertEquals(
                List.of("mcp.oauth.as.dpop.nonce-keys-file: the file cannot be read as UTF-8 text"),
                Keys.problems(() -> read(keys)));
        keys.remove("mcp.oauth.as.dpop.nonce-keys-file");
        keys.put("mcp.oauth.as.dpop", "required");
        keys.put("mcp.oauth.as.dpop.nonce", "false");
        assertEquals(
                DpopPolicy.WITH_NONCES.withUse(Use.REQUIRED).withNonceRequired(false),
                read(keys).dpop());
    }

    @Test
    void everyMethodOfClientAuthenticationCanBeOffered(@TempDir Path folder) throws IOException {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.remove("mcp.oauth.as.client-secret-keys");
        keys.put("mcp.oauth.as.client-auth-methods", "client-secret-jwt, tls-client-auth, self-signed-tls-client-auth");
        assertEquals(
                List.of("mcp.oauth.as.client-secret-keys: are needed for client_secret_jwt"),
                Keys.problems(() -> read(keys)));
        Path secrets = Files.writeString(folder.resolve("secrets"), "a".repeat(32) + "\n" + "b".repeat(32) + "\n");
        keys.put("mcp.oauth.as.client-secret-keys-file", secrets.toString());
        assertEquals(
                List.of("mcp.oauth.as.mtls.trust-anchors-file: is needed for tls_client_auth"),
                Keys.problems(() -> read(keys)));
        keys.put("mcp.oauth.as.mtls.trust-anchors-file", authorities(folder).toString());
        AuthorizationServerConfiguration server = read(keys);
        assertEquals(2, server.clientAssertions().secretKeys().current().size());
        assertEquals(1, server.mutualTls().trustAnchors().current().size());
    }

    @Test
    void aFileWithoutCertificatesIsAProblem(@TempDir Path folder) throws IOException {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        for (String text : List.of("nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) {
            Path file = Files.writeString(folder.resolve("anchors"), text);
            keys.put("mcp.oauth.as.mtls.trust-anchors-file", file.toString());
            assertEquals(
                    List.of("mcp.oauth.as.mtls.trust-anchors-file: the file has a certificate that cannot be read"),
                    Keys.problems(() -> read(keys)));
        }
    }

    /** One authority of this JVM, as PEM. */
    private static Path authorities(Path folder) throws IOException {
        try {
            TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trusted.init((KeyStore) null);
            X509Certificate first = ((X509TrustManager) trusted.getTrustManagers()[0]).getAcceptedIssuers()[0];
            String pem = "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(first.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
            return Files.writeString(folder.resolve("authorities.pem"), pem);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 9700, section 4.11.2. */
    @Test
    void aKeySaysToWhichClientsErrorsGoBackAtOnce() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        assertEquals(ErrorRedirects.ALWAYS, read(keys).clients().errorRedirects());
        keys.put("mcp.oauth.as.error-redirects", "trusted-clients");
        assertEquals(ErrorRedirects.TRUSTED_CLIENTS, read(keys).clients().errorRedirects());
        keys.put("mcp.oauth.as.error-redirects", "never");
        assertEquals(1, Keys.problems(() -> read(keys)).size());
    }

    @Test
    void whatMustBePushedNeedsAPlace() {
        Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
        keys.put("mcp.oauth.as.par.required", "true");
        assertEquals(
                List.of("mcp.oauth.as.par.required: needs a path in endpoints.par"), Keys.problems(() -> read(keys)));
        keys.put("mcp.oauth.as.endpoints.par", "/par");
        assertTrue(read(keys).pushedRequests().required());
    }

    @Test
    void placesAreSimplePaths() {
        for (String path :
                List.of("token", "//token", "/token/", "/a/../token", "/a b", "/%74oken", "/token?x", "/t;x")) {
            Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
            keys.put("mcp.oauth.as.endpoints.token", path);
            assertEquals(
                    List.of("mcp.oauth.as.endpoints.token: is a path such as /token, of letters, digits and -._~"),
                    Keys.problems(() -> read(keys)));
            keys.put("mcp.oauth.as.endpoints.token", "/token");
            keys.put("mcp.oauth.as.base-path", path);
            assertEquals(
                    List.of("mcp.oauth.as.base-path: is a path such as /oauth, of letters, digits and -._~"),
                    Keys.problems(() -> read(keys)));
        }
    }

    private static AuthorizationServerConfiguration read(Map<String, String> keys) {
        return AuthorizationServerConfigurations.read(Keys.config(keys), builder -> {});
    }
}
