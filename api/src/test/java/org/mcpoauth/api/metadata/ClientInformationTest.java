package org.mcpoauth.api.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;

// RFC 7591, section 3.2.1; RFC 7592, section 3
class ClientInformationTest {
    private static final Issuer ISSUER = Issuer.of("https://as.example");
    private static final String FULL =
            "{'client_id': 'c1', 'client_secret': 's3cr3t', 'client_id_issued_at': 1700000000,"
                    + "'client_secret_expires_at': 1800000000, 'registration_client_uri': 'https://as.example/register/c1',"
                    + "'registration_access_token': 'r4t', 'client_name': 'Client', 'x': 1}";

    private static ClientInformation of(String json) {
        return ClientInformation.from(ISSUER, Json.of(json));
    }

    @Test
    void everyMemberIsRead() {
        ClientInformation client = of(FULL);
        assertEquals(ISSUER, client.issuer());
        assertEquals("c1", client.clientId());
        assertEquals(Secret.of("s3cr3t"), client.clientSecret());
        assertEquals(Instant.ofEpochSecond(1_700_000_000), client.clientIdIssuedAt());
        assertEquals(Instant.ofEpochSecond(1_800_000_000), client.clientSecretExpiresAt());
        assertEquals(URI.create("https://as.example/register/c1"), client.registrationClientUri());
        assertEquals(Secret.of("r4t"), client.registrationAccessToken());
        assertEquals(
                Json.of("{'client_name': 'Client', 'x': 1}"), client.metadata().toJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                FULL,
                "{'client_id': 'c1'}",
                "{'client_id': 'c1', 'client_secret': 's', 'client_secret_expires_at': 0, 'scope': 'a b'}",
            })
    void whatIsWrittenIsReadBack(String json) {
        ClientInformation client = of(json);
        assertEquals(Json.of(json), client.toJson());
        assertEquals(client, ClientInformation.from(ISSUER, client.toJson()));
    }

    @Test
    void theBuilderMakesWhatFromReads() {
        ClientInformation built = ClientInformation.builder(
                        ISSUER, "c1", ClientMetadata.from(Json.of("{'client_name': 'Client', 'x': 1}")))
                .clientSecret(Secret.of("s3cr3t"), Instant.ofEpochSecond(1_800_000_000))
                .clientIdIssuedAt(Instant.ofEpochSecond(1_700_000_000))
                .registration(URI.create("https://as.example/register/c1"), Secret.of("r4t"))
                .build();
        assertEquals(of(FULL), built);
        assertThrows(
                IllegalArgumentException.class,
                () -> ClientInformation.of(ISSUER, "", null, ClientMetadata.from(Json.of("{}"))));
    }

    @Test
    void aSecretWithoutExpiryIsWrittenWithZero() {
        ClientInformation client = of("{'client_id': 'c1', 'client_secret': 's'}");
        assertNull(client.clientSecretExpiresAt());
        assertEquals(0, client.toJson().getInt("client_secret_expires_at"));
    }

    // authorization servers send such answers
    @Test
    void nullsAndEmptyTextsAreAbsent() {
        ClientInformation client = of("{'client_id': 'c1', 'client_secret': '', 'client_secret_expires_at': null,"
                + "'client_uri': '', 'logo_uri': '', 'scope': '', 'jwks': null, 'contacts': null, 'software_id': ''}");
        assertEquals(ClientInformation.of(ISSUER, "c1", null, ClientMetadata.from(Json.of("{}"))), client);
    }

    @Test
    void aFractionOfASecondDoesNotMatter() {
        assertEquals(
                Instant.ofEpochSecond(1_700_000_000),
                of("{'client_id': 'c1', 'client_id_issued_at': 1700000000.75}").clientIdIssuedAt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|client_id",
                "{'client_id': ''}|client_id",
                "{'client_id': null}|client_id",
                "{'client_id': 7}|client_id",
                "{'client_id': 'c', 'client_secret': 7}|client_secret",
                "{'client_id': 'c', 'client_id_issued_at': 'now'}|client_id_issued_at",
                "{'client_id': 'c', 'client_id_issued_at': -1}|client_id_issued_at",
                "{'client_id': 'c', 'client_secret_expires_at': 1e999999999}|client_secret_expires_at",
                "{'client_id': 'c', 'client_secret_expires_at': true}|client_secret_expires_at",
                "{'client_id': 'c', 'registration_client_uri': '/c'}|registration_client_uri",
                "{'client_id': 'c', 'registration_access_token': ['t']}|registration_access_token",
                "{'client_id': 'c', 'redirect_uris': 'https://a.example'}|redirect_uris",
            })
    void aMalformedMemberIsRefusedByName(String json, String member) {
        assertEquals(
                member,
                assertThrows(InvalidMemberException.class, () -> of(json)).member());
    }

    @Test
    void textFormShowsNoSecret() {
        String text = of(FULL).toString();
        assertFalse(text.contains("s3cr3t") || text.contains("r4t"), text);
        assertTrue(text.contains("c1"), text);
    }

    @Test
    void anExpiryIsOverWhenItIsReached() {
        ClientInformation client = of(FULL);
        Instant expiry = Instant.ofEpochSecond(1_800_000_000);
        assertFalse(client.isSecretExpired(expiry.minusSeconds(1)));
        assertTrue(client.isSecretExpired(expiry));
        assertFalse(of("{'client_id': 'c1', 'client_secret': 's'}").isSecretExpired(Instant.MAX));
    }

    @Test
    void aClientBelongsToItsIssuer() {
        assertNotEquals(of(FULL), ClientInformation.from(Issuer.of("https://as.example/"), Json.of(FULL)));
    }
}
