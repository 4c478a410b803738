package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.SubjectToken;

/** The keys that say how a client obtains its tokens. */
class ClientGrantSettingsTest {
    private static final String CRM = "mcp.oauth.client.crm.";
    private static final Issuer IDP = Issuer.of("https://idp.example");
    private static final GrantSources BEANS = GrantSources.NONE
            .withSubjectTokens(user -> SubjectToken.idToken(Secret.of("of the bean")))
            .withWorkload(audience -> Secret.of("of the bean"))
            .withDevice(authorization -> {})
            .withHost(ClientGrantSettingsTest::noToken);

    @TempDir
    Path folder;

    @Test
    void anIdentityProviderVouchesForUsers() throws Exception {
        Map<String, String> keys = enterprise();
        keys.put(CRM + "id-jag.idp-client-secret", "s3cret");
        keys.put(CRM + "id-jag.idp-token-endpoint", "https://idp.example/oauth/token");
        keys.put(CRM + "id-jag.subject-token-file", file("id token\n").toString());
        ClientConfiguration client = read(keys, GrantSources.NONE);
        assertEquals(GrantKind.ID_JAG, client.grant());
        assertEquals(
                new IdentityProvider(
                        IDP,
                        "app-at-idp",
                        new ClientAuthentication.ClientSecretBasic(Secret.of("s3cret")),
                        URI.create("https://idp.example/oauth/token")),
                client.sources().identityProvider());
        assertEquals(SubjectToken.idToken(Secret.of("id token")), subjectToken(client));
    }

    @Test
    void theSecretForTheIdentityProviderMayBeInAFileOrMissing() throws Exception {
        Map<String, String> keys = enterprise();
        assertEquals(
                new IdentityProvider(IDP, "app-at-idp", new ClientAuthentication.None(), null),
                read(keys, BEANS).sources().identityProvider());
        keys.put(CRM + "id-jag.idp-client-secret-file", file("s3cret\n").toString());
        assertEquals(
                new ClientAuthentication.ClientSecretBasic(Secret.of("s3cret")),
                Objects.requireNonNull(read(keys, BEANS).sources().identityProvider())
                        .authentication()
                        .current());
    }

    @Test
    void aFileThatIsNamedWinsOverABean() throws Exception {
        Map<String, String> keys = enterprise();
        assertEquals(SubjectToken.idToken(Secret.of("of the bean")), subjectToken(read(keys, BEANS)));
        keys.put(CRM + "id-jag.subject-token-file", file("of the file").toString());
        assertEquals(SubjectToken.idToken(Secret.of("of the file")), subjectToken(read(keys, BEANS)));
    }

    @Test
    void theTokenOfTheSignInAndAFileContradictEachOther() throws Exception {
        Map<String, String> keys = enterprise();
        keys.put(CRM + "id-jag.subject-token", "oidc");
        keys.put(CRM + "id-jag.subject-token-file", file("id token").toString());
        assertEquals(
                List.of(CRM + "id-jag.subject-token-file: must not stand beside " + CRM + "id-jag.subject-token"),
                problems(keys, BEANS));
        keys.put(CRM + "id-jag.subject-token", "header");
        assertEquals(List.of(CRM + "id-jag.subject-token: is one of oidc"), problems(keys, BEANS));
    }

    @Test
    void thePlatformVouchesForAWorkload() throws Exception {
        Map<String, String> keys = client("workload-jwt");
        assertEquals(Secret.of("of the bean"), assertion(read(keys, BEANS)));
        keys.put(CRM + "workload.token-file", file("of the file").toString());
        assertEquals(Secret.of("of the file"), assertion(read(keys, BEANS)));
    }

    @Test
    void theTokensOfTheHostAreThoseOfOneIssuer() {
        Map<String, String> keys = client("token");
        assertEquals(
                List.of("mcp.oauth.client.crm.issuer: is needed for grant token: whose tokens the host has"),
                problems(keys, BEANS));
        keys.put(CRM + "issuer", "https://as.example");
        assertEquals(GrantKind.TOKEN, read(keys, BEANS).grant());
    }

    @Test
    void aHybridClientNeedsWhatBothOfItsGrantsNeed() {
        Map<String, String> keys = client("hybrid");
        assertEquals(
                List.of("mcp.oauth.client.crm.redirect-uri: is missing; expected URL: where the authorization server"
                        + " sends the browser back to"),
                problems(keys, GrantSources.NONE));
        keys.put(CRM + "redirect-uri", "https://app.example/callback");
        assertEquals(
                List.of("mcp.oauth.client.crm.client-id: is needed for grant hybrid"),
                problems(keys, GrantSources.NONE));
        keys.put(CRM + "client-id", "app");
        assertEquals(GrantKind.HYBRID, read(keys, GrantSources.NONE).grant());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id-jag | client-id: or metadata-document.url is needed for grant id-jag",
                "workload-jwt | workload.token-file: or an AssertionSource is needed for grant workload-jwt",
                "device | grant: device needs a DeviceAgent that shows the code",
                "token | grant: token needs a TokenSource"
            })
    void whatAGrantLacksIsNamedByItsKey(String grant, String problem) {
        assertEquals(List.of(CRM + problem), problems(client(grant), GrantSources.NONE));
    }

    @Test
    void whatIsMissingBesideAnotherKeyIsNamed() {
        Map<String, String> keys = enterprise();
        keys.remove(CRM + "id-jag.idp-client-id");
        assertEquals(
                "mcp.oauth.client.crm.id-jag.idp-client-id: is missing",
                problems(keys, BEANS).get(0).split(";", -1)[0]);
    }

    private static Map<String, String> enterprise() {
        Map<String, String> keys = client("id-jag");
        keys.put(CRM + "client-id", "app");
        keys.put(CRM + "id-jag.idp-issuer", "https://idp.example");
        keys.put(CRM + "id-jag.idp-client-id", "app-at-idp");
        return keys;
    }

    private static Map<String, String> client(String grant) {
        return new HashMap<>(Map.of(CRM + "server-url", "https://crm.example/mcp", CRM + "grant", grant));
    }

    private Path file(String text) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "secret", ""), text);
    }

    private static @Nullable SubjectToken subjectToken(ClientConfiguration client) {
        return Objects.requireNonNull(client.sources().subjectTokens()).token(null);
    }

    private static Secret assertion(ClientConfiguration client) {
        return Objects.requireNonNull(client.sources().workload()).assertion(IDP);
    }

    private static AccessToken noToken(Object resource) {
        throw new IllegalStateException("nobody asks for " + resource);
    }

    private static List<String> problems(Map<String, String> keys, GrantSources beans) {
        return Keys.problems(() -> read(keys, beans));
    }

    private static ClientConfiguration read(Map<String, String> keys, GrantSources beans) {
        return ClientConfigurations.read(Keys.config(keys), "crm", builder -> builder.sources(none -> beans));
    }
}
