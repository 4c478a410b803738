package org.mcpoauth.api.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.internal.JsonValues;

// RFC 8414, section 2
class AuthorizationServerMetadataTest {
    private static final Issuer ISSUER = Issuer.of("https://as.example/tenant/");

    private static AuthorizationServerMetadata with(String members) {
        return AuthorizationServerMetadata.from(Json.of("{'issuer': 'https://as.example/tenant/'" + members + "}"));
    }

    @Test
    void onlyTheIssuerIsNeeded() {
        AuthorizationServerMetadata metadata = with("");
        assertEquals(ISSUER, metadata.issuer());
        assertEquals(Optional.empty(), metadata.tokenEndpoint());
        assertEquals(List.of(), metadata.scopesSupported());
        assertEquals(Optional.empty(), metadata.mtlsEndpointAliases());
        assertFalse(metadata.requirePushedAuthorizationRequests());
        var refused = assertThrows(InvalidMemberException.class, () -> AuthorizationServerMetadata.from(Json.of("{}")));
        assertEquals("issuer: must be present", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://as.example", "https://as.example/", "HTTPS://AS.example:443/%7Ea/../b?c=%20&d"})
    void theTextOfAUrlIsKept(String text) {
        AuthorizationServerMetadata metadata = with(", 'token_endpoint': '" + text + "'");
        assertEquals(text, metadata.tokenEndpoint().orElseThrow().toString());
        assertEquals(text, metadata.toJson().getString("token_endpoint"));
        assertEquals(text, metadata.toBuilder().build().toJson().getString("token_endpoint"));
    }

    // RFC 8414, section 2: no code_challenge_methods_supported means no PKCE
    @Test
    void pkceIsSupportedOnlyWhenListed() {
        assertTrue(
                with(", 'code_challenge_methods_supported': ['plain', 'S256']").supportsPkceS256());
        assertFalse(
                with(", 'code_challenge_methods_supported': ['plain', 's256']").supportsPkceS256());
        assertFalse(with("").supportsPkceS256());
        assertFalse(with("").has("code_challenge_methods_supported"));
        assertTrue(with(", 'code_challenge_methods_supported': []").has("code_challenge_methods_supported"));
    }

    @Test
    void absentAuthenticationMethodsMeanClientSecretBasic() {
        assertEquals(List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC), with("").tokenEndpointAuthMethods());
        assertEquals(List.of(), with("").tokenEndpointAuthMethodsSupported());
        assertEquals(
                List.of(ClientAuthenticationMethod.NONE, ClientAuthenticationMethod.of("attest_jwt")),
                with(", 'token_endpoint_auth_methods_supported': ['none', 'attest_jwt']")
                        .tokenEndpointAuthMethods());
    }

    @Test
    void absentGrantTypesMeanAuthorizationCodeAndImplicit() {
        assertTrue(with("").supportsGrantType(GrantType.AUTHORIZATION_CODE));
        assertFalse(with("").supportsGrantType(GrantType.REFRESH_TOKEN));
        AuthorizationServerMetadata metadata = with(", 'grant_types_supported': ['refresh_token']");
        assertTrue(metadata.supportsGrantType(GrantType.REFRESH_TOKEN));
        assertFalse(metadata.supportsGrantType(GrantType.AUTHORIZATION_CODE));
    }

    // OpenID Connect Discovery, section 3
    @Test
    void onlyRequestUriIsSupportedByDefault() {
        assertTrue(with("").openId().requestUriParameterSupported());
        assertFalse(with("").openId().requestParameterSupported());
        assertFalse(with(", 'request_uri_parameter_supported': false").openId().requestUriParameterSupported());
    }

    // RFC 9207, section 3, and draft-ietf-oauth-client-id-metadata-document
    @Test
    void whatIsNotSaidIsNotSupported() {
        assertFalse(with("").sendsIssuerInResponses());
        assertFalse(with("").supportsClientIdMetadataDocument());
        assertTrue(
                with(", 'authorization_response_iss_parameter_supported': true").sendsIssuerInResponses());
        assertTrue(with(", 'client_id_metadata_document_supported': true").supportsClientIdMetadataDocument());
    }

    // RFC 8705, section 5
    @Test
    void endpointsHaveAliasesForMutualTls() {
        MtlsEndpointAliases aliases = with(", 'mtls_endpoint_aliases': {"
                        + "'token_endpoint': 'https://m.example/1', 'revocation_endpoint': 'https://m.example/2',"
                        + "'introspection_endpoint': 'https://m.example/3',"
                        + "'device_authorization_endpoint': 'https://m.example/4',"
                        + "'pushed_authorization_request_endpoint': 'https://m.example/5',"
                        + "'userinfo_endpoint': 'https://m.example/6',"
                        + "'backchannel_authentication_endpoint': 'https://m.example/7',"
                        + "'registration_endpoint': 'https://m.example/8'}")
                .mtlsEndpointAliases()
                .orElseThrow();
        assertEquals(
                List.of("1", "2", "3", "4", "5", "6", "7", "8"),
                List.of(
                                aliases.tokenEndpoint(),
                                aliases.revocationEndpoint(),
                                aliases.introspectionEndpoint(),
                                aliases.deviceAuthorizationEndpoint(),
                                aliases.pushedAuthorizationRequestEndpoint(),
                                aliases.userinfoEndpoint(),
                                aliases.backchannelAuthenticationEndpoint(),
                                aliases.alias("registration_endpoint"))
                        .stream()
                        .map(uri -> uri.orElseThrow().toString().substring("https://m.example/".length()))
                        .toList());
        assertEquals(Optional.empty(), aliases.alias("jwks_uri"));
    }

    @Test
    void unknownMembersAreKept() {
        AuthorizationServerMetadata metadata = with(", 'x_tenant': {'a': [1, null]}, 'issuer#de': 'x', 'y': false");
        assertEquals(
                List.of("x_tenant", "issuer#de", "y"),
                List.copyOf(metadata.additionalMembers().keySet()));
        assertEquals(
                metadata.toJson().get("x_tenant"), metadata.additionalMembers().get("x_tenant"));
        assertThrows(
                UnsupportedOperationException.class,
                () -> metadata.additionalMembers().clear());
    }

    @Test
    void nothingCanBeChanged() {
        AuthorizationServerMetadata metadata = with(", 'scopes_supported': ['a']");
        assertThrows(
                UnsupportedOperationException.class,
                () -> metadata.scopesSupported().add("b"));
        assertThrows(
                UnsupportedOperationException.class, () -> metadata.toJson().clear());
    }

    @Test
    void documentsAreComparedByTheirMembers() {
        AuthorizationServerMetadata metadata = with(", 'scopes_supported': ['a'], 'x': 1");
        AuthorizationServerMetadata reordered = AuthorizationServerMetadata.from(
                Json.of("{'x': 1, 'y': null, 'scopes_supported': ['a'], 'issuer': 'https://as.example/tenant/'}"));
        assertEquals(metadata, reordered);
        assertEquals(metadata.hashCode(), reordered.hashCode());
        assertNotEquals(metadata, with(""));
        assertFalse(metadata.equals((Object) ClientMetadata.from(metadata.toJson())));
    }

    @Test
    void theBuilderWritesWhatFromReads() {
        AuthorizationServerMetadata built = AuthorizationServerMetadata.builder(ISSUER)
                .authorizationEndpoint(URI.create("https://as.example/authorize"))
                .tokenEndpoint(URI.create("https://as.example/token"))
                .scopesSupported(List.of())
                .responseTypesSupported(List.of(ResponseType.CODE))
                .grantTypesSupported(List.of(GrantType.AUTHORIZATION_CODE, GrantType.JWT_BEARER))
                .tokenEndpointAuthMethodsSupported(List.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT))
                .codeChallengeMethodsSupported(List.of("S256"))
                .authorizationResponseIssParameterSupported(true)
                .clientIdMetadataDocumentSupported(true)
                .authorizationGrantProfilesSupported(List.of(AuthorizationServerMetadata.ID_JAG_PROFILE))
                .identityChainingRequestedTokenTypesSupported(List.of(TokenTypeIdentifier.ID_JAG))
                .protectedResources(List.of(ResourceIdentifier.of("https://mcp.example/mcp")))
                .mtlsEndpointAliases(
                        new MtlsEndpointAliases(Map.of("token_endpoint", URI.create("https://m.example/token"))))
                .member("x_tenant", JsonValues.of(1))
                .build();
        assertEquals(
                Json.of("{'issuer': 'https://as.example/tenant/',"
                        + "'authorization_endpoint': 'https://as.example/authorize',"
                        + "'token_endpoint': 'https://as.example/token', 'response_types_supported': ['code'],"
                        + "'grant_types_supported':"
                        + " ['authorization_code', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],"
                        + "'token_endpoint_auth_methods_supported': ['private_key_jwt'],"
                        + "'code_challenge_methods_supported': ['S256'],"
                        + "'authorization_response_iss_parameter_supported': true,"
                        + "'client_id_metadata_document_supported': true,"
                        + "'authorization_grant_profiles_supported': ['urn:ietf:params:oauth:grant-profile:id-jag'],"
                        + "'identity_chaining_requested_token_types_supported':"
                        + " ['urn:ietf:params:oauth:token-type:id-jag'],"
                        + "'protected_resources': ['https://mcp.example/mcp'],"
                        + "'mtls_endpoint_aliases': {'token_endpoint': 'https://m.example/token'}, 'x_tenant': 1}"),
                built.toJson());
        assertEquals(built, AuthorizationServerMetadata.from(built.toJson()));
    }

    @Test
    void theBuilderChecksLikeTheReader() {
        var builder = AuthorizationServerMetadata.builder(ISSUER).tokenEndpoint(URI.create("/token"));
        assertEquals(
                "token_endpoint",
                assertThrows(InvalidMemberException.class, builder::build).member());
        var raw = AuthorizationServerMetadata.builder(ISSUER).member("scopes_supported", JsonValues.of("a"));
        assertThrows(InvalidMemberException.class, raw::build);
    }

    @Test
    void textFormNamesTheIssuerOnly() {
        assertEquals(
                "AuthorizationServerMetadata[issuer=https://as.example/tenant/]",
                with(", 'x': 'secret'").toString());
    }
}
