package org.mcpoauth.api.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Scopes;

// RFC 7591, section 2
class ClientMetadataTest {
    private static ClientMetadata of(String json) {
        return ClientMetadata.from(Json.of(json));
    }

    @Test
    void absentMembersHaveTheirDefaults() {
        ClientMetadata metadata = of("{}");
        assertEquals(ClientAuthenticationMethod.CLIENT_SECRET_BASIC, metadata.tokenEndpointAuthMethod());
        assertEquals(List.of(GrantType.AUTHORIZATION_CODE), metadata.grantTypes());
        assertEquals(List.of(ResponseType.CODE), metadata.responseTypes());
        assertEquals(ApplicationType.WEB, metadata.applicationType());
        assertEquals(List.of(), metadata.redirectUris());
        assertEquals(Optional.empty(), metadata.scope());
        assertFalse(metadata.dpopBoundAccessTokens());
        assertFalse(metadata.has("grant_types"));
    }

    @Test
    void redirectUrisKeepTheirText() {
        String uris = "['https://a.example', 'https://a.example/', 'http://127.0.0.1:0/cb?x=%41', 'app.example:/cb']";
        ClientMetadata metadata = of("{'redirect_uris': " + uris + "}");
        assertEquals(
                List.of("https://a.example", "https://a.example/", "http://127.0.0.1:0/cb?x=%41", "app.example:/cb"),
                metadata.redirectUris().stream().map(URI::toString).toList());
        assertEquals(Json.of("{'redirect_uris': " + uris + "}"), metadata.toJson());
    }

    @Test
    void keysAreGivenInOneWay() {
        var refused = assertThrows(
                InvalidMemberException.class,
                () -> of("{'jwks': {'keys': []}, 'jwks_uri': 'https://client.example/jwks'}"));
        assertEquals("jwks", refused.member());
    }

    // RFC 7591, section 2.2
    @Test
    void namesForPeopleComeInLanguages() {
        ClientMetadata metadata = of("{'client_name': 'Client', 'client_name#ja-Jpan-JP': 'J', 'client_name#de': 'D',"
                + "'tos_uri#de': 'https://client.example/agb', 'client_name#': 'x', 'client_name#not a tag': 'y',"
                + "'software_id#de': 'z'}");
        assertEquals(Optional.of("Client"), metadata.clientName());
        assertEquals(
                Map.of("ja-Jpan-JP", "J", "de", "D"),
                metadata.clientNameByLanguage().byLanguage());
        assertEquals(
                Optional.of("D"), metadata.clientNameByLanguage().best(Locale.LanguageRange.parse("de-AT,ja;q=0.1")));
        assertEquals(
                Optional.of(URI.create("https://client.example/agb")),
                metadata.tosUriByLanguage().best(Locale.LanguageRange.parse("de")));
        assertEquals(Optional.empty(), metadata.tosUri());
        assertEquals(
                List.of("client_name#", "client_name#not a tag", "software_id#de"),
                List.copyOf(metadata.additionalMembers().keySet()));
    }

    @Test
    void aVariantObeysTheRuleOfItsMember() {
        var refused = assertThrows(InvalidMemberException.class, () -> of("{'logo_uri#de': 'logo.png'}"));
        assertEquals("logo_uri", refused.member());
    }

    @Test
    void emptyScopeIsNoScope() {
        assertEquals(Optional.of(Scopes.NONE), of("{'scope': ''}").scope());
    }

    // draft-ietf-oauth-client-id-metadata-document: a document must have no secret, so whoever reads it must see one
    @Test
    void secretsInADocumentCanBeSeenAmongTheUnknownMembers() {
        ClientMetadata metadata = of("{'client_id': 'https://client.example/metadata.json', 'client_secret': 'x'}");
        assertEquals(Optional.of("https://client.example/metadata.json"), metadata.clientId());
        assertTrue(metadata.additionalMembers().containsKey("client_secret"));
        assertEquals("ClientMetadata[client_id, client_secret]", metadata.toString());
    }

    @Test
    void openIdMembersAreAView() {
        OpenIdClientMetadata openId =
                of("{'default_max_age': 60, 'require_auth_time': true, 'subject_type': 'pairwise'}")
                        .openId();
        assertEquals(Optional.of(Duration.ofMinutes(1)), openId.defaultMaxAge());
        assertTrue(openId.requireAuthTime());
        assertEquals(Optional.of("pairwise"), openId.subjectType());
    }

    @Test
    void theBuilderWritesWhatFromReads() {
        ClientMetadata built = ClientMetadata.builder()
                .clientName("Client")
                .redirectUris(List.of(URI.create("http://127.0.0.1:8080/callback")))
                .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                .responseTypes(List.of(ResponseType.CODE))
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                .applicationType(ApplicationType.NATIVE)
                .scope(Scopes.of("a", "b"))
                .dpopBoundAccessTokens(true)
                .contacts(List.of("ops@client.example"))
                .build();
        assertEquals(
                Json.of("{'client_name': 'Client', 'redirect_uris': ['http://127.0.0.1:8080/callback'],"
                        + "'grant_types': ['authorization_code', 'refresh_token'], 'response_types': ['code'],"
                        + "'token_endpoint_auth_method': 'none', 'application_type': 'native', 'scope': 'a b',"
                        + "'dpop_bound_access_tokens': true, 'contacts': ['ops@client.example']}"),
                built.toJson());
        assertEquals(built, ClientMetadata.from(built.toJson()));
    }

    @Test
    void aChangedCopyLeavesTheOriginal() {
        ClientMetadata original = of("{'client_name': 'A', 'application_type': 'web', 'contacts': ['c']}");
        ClientMetadata changed = original.toBuilder()
                .applicationType(ApplicationType.NATIVE)
                .contacts(List.of())
                .build();
        assertEquals(of("{'client_name': 'A', 'application_type': 'native'}"), changed);
        assertEquals(ApplicationType.WEB, original.applicationType());
    }
}
