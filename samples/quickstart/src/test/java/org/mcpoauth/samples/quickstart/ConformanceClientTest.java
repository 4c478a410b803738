package org.mcpoauth.samples.quickstart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.SubjectToken;

/** The client in the conformance suite makes its configuration from the context it is given, not from scenarios. */
class ConformanceClientTest {
    private static final URI SERVER = URI.create("http://localhost:4000/mcp");
    private static final Issuer ISSUER = Issuer.of("http://localhost:4001");

    @Test
    void withoutCredentialsUsersAuthorizeAClientThatRegistersItself() {
        ClientConfiguration client = client("{}");
        assertEquals(GrantKind.AUTHORIZATION_CODE, client.grant());
        assertNull(client.clientId());
        assertNotNull(client.agent());
        assertNotNull(client.metadataDocumentUrl());
        assertEquals(GrantSources.NONE, client.sources());
    }

    @Test
    void credentialsAreThoseOfTheClientThatUsersAuthorize() {
        ClientConfiguration client =
                client("{\"name\":\"auth/pre-registration\",\"client_id\":\"c\",\"client_secret\":\"s\",\"issuer\":\""
                        + ISSUER + "\"}");
        assertEquals(GrantKind.AUTHORIZATION_CODE, client.grant());
        assertEquals("c", client.clientId());
        assertEquals(
                Secret.of("s"), Objects.requireNonNull(client.clientSecret()).current());
        assertEquals(ISSUER, client.issuer());
    }

    @Test
    void theNameTellsCredentialsOfAClientThatActsForItself() {
        ClientConfiguration client =
                client("{\"name\":\"auth/client-credentials-basic\",\"client_id\":\"c\",\"client_secret\":\"s\"}");
        assertEquals(GrantKind.CLIENT_CREDENTIALS, client.grant());
    }

    @Test
    void aKeyIsTheKeyOfTheClient() throws Exception {
        String pem = Base64.getMimeEncoder()
                .encodeToString(KeyPairGenerator.getInstance("EC")
                        .generateKeyPair()
                        .getPrivate()
                        .getEncoded())
                .replace("\r\n", "\\n");
        ClientConfiguration client =
                client("{\"name\":\"auth/client-credentials-jwt\",\"client_id\":\"c\",\"signing_algorithm\":\"ES256\","
                        + "\"private_key_pem\":\"-----BEGIN PRIVATE KEY-----\\n" + pem
                        + "\\n-----END PRIVATE KEY-----\"}");
        assertEquals(
                "ES256", Objects.requireNonNull(client.clientKey()).current().algorithm());
        assertNull(client.clientSecret());
    }

    @Test
    void anIdTokenMeansAnIdentityProviderVouches() {
        ClientConfiguration client = client("{\"client_id\":\"c\",\"client_secret\":\"s\",\"idp_client_id\":\"i\","
                + "\"idp_id_token\":\"t\",\"idp_issuer\":\"" + ISSUER + "\",\"idp_token_endpoint\":\"" + ISSUER
                + "/token\"}");
        assertEquals(GrantKind.ID_JAG, client.grant());
        assertEquals("c", client.clientId());
        assertEquals(
                new IdentityProvider(ISSUER, "i", new ClientAuthentication.None(), URI.create(ISSUER + "/token")),
                client.sources().identityProvider());
        assertEquals(
                SubjectToken.idToken(Secret.of("t")),
                Objects.requireNonNull(client.sources().subjectTokens()).token(null));
    }

    @Test
    void aTokenOfThePlatformMeansAWorkloadWithoutIdentifier() {
        ClientConfiguration client =
                client("{\"client_id\":\"c\",\"valid_jwt\":\"v\",\"wrong_audience_jwt\":\"w\",\"expired_jwt\":\"e\"}");
        assertEquals(GrantKind.WORKLOAD_JWT, client.grant());
        assertNull(client.clientId());
        assertEquals(
                Secret.of("v"),
                Objects.requireNonNull(client.sources().workload()).assertion(ISSUER));
    }

    @Test
    void theOriginIsAnIssuerInTheOldestRevisionOnly() {
        assertTrue(
                ConformanceContext.of("{}").configuration(SERVER, "2025-03-26").originFallback());
        for (String revision : new String[] {"2025-06-18", "2025-11-25", "2026-07-28"}) {
            assertFalse(
                    ConformanceContext.of("{}").configuration(SERVER, revision).originFallback());
        }
    }

    @Test
    void aContextThatIsNoJsonIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ConformanceContext.of("client_id=c"));
        assertThrows(IllegalArgumentException.class, () -> ConformanceContext.of("[]"));
    }

    private static ClientConfiguration client(String context) {
        return ConformanceContext.of(context).configuration(SERVER, "2025-11-25");
    }
}
