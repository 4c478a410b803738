package org.mcpoauth.api.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;

// RFC 9728, section 2
class ProtectedResourceMetadataTest {
    private static final JsonObject FULL = Json.of("""
            {'resource': 'https://mcp.example/mcp/',
             'authorization_servers': ['https://as.example/', 'https://as.example/tenant'],
             'jwks_uri': 'https://mcp.example/jwks',
             'scopes_supported': ['notes:read', 'notes:write'],
             'bearer_methods_supported': ['header'],
             'resource_signing_alg_values_supported': ['RS256'],
             'resource_name': 'Notes',
             'resource_name#de-CH': 'Notizen',
             'resource_name#fr': 'Notes en fran\u00e7ais',
             'resource_documentation': 'https://mcp.example/docs',
             'resource_policy_uri': 'https://mcp.example/policy',
             'resource_tos_uri': 'https://mcp.example/tos',
             'resource_tos_uri#de': 'https://mcp.example/de/tos',
             'tls_client_certificate_bound_access_tokens': true,
             'authorization_details_types_supported': ['payment'],
             'dpop_signing_alg_values_supported': ['ES256'],
             'dpop_bound_access_tokens_required': true,
             'signed_metadata': 'a.b.c',
             'x_vendor': {'a': [1]}}""");

    @Test
    void everyMemberIsRead() {
        var metadata = ProtectedResourceMetadata.from(FULL);
        assertEquals(ResourceIdentifier.of("https://mcp.example/mcp/"), metadata.resource());
        assertEquals(
                List.of(Issuer.of("https://as.example/"), Issuer.of("https://as.example/tenant")),
                metadata.authorizationServers());
        assertEquals(Optional.of(URI.create("https://mcp.example/jwks")), metadata.jwksUri());
        assertEquals(List.of("notes:read", "notes:write"), metadata.scopesSupported());
        assertEquals(List.of("header"), metadata.bearerMethodsSupported());
        assertEquals(List.of("RS256"), metadata.resourceSigningAlgValuesSupported());
        assertEquals(Optional.of("Notes"), metadata.resourceName());
        assertEquals(Optional.of(URI.create("https://mcp.example/docs")), metadata.resourceDocumentation());
        assertEquals(Optional.of(URI.create("https://mcp.example/policy")), metadata.resourcePolicyUri());
        assertEquals(Optional.of(URI.create("https://mcp.example/tos")), metadata.resourceTosUri());
        assertTrue(metadata.tlsClientCertificateBoundAccessTokens());
        assertEquals(List.of("payment"), metadata.authorizationDetailsTypesSupported());
        assertEquals(List.of("ES256"), metadata.dpopSigningAlgValuesSupported());
        assertTrue(metadata.dpopBoundAccessTokensRequired());
        assertEquals(Optional.of("a.b.c"), metadata.signedMetadata());
        assertEquals(Map.of("x_vendor", FULL.get("x_vendor")), metadata.additionalMembers());
    }

    @Test
    void onlyTheResourceIsNeeded() {
        var metadata = ProtectedResourceMetadata.from(Json.of("{'resource': 'https://mcp.example'}"));
        assertEquals(List.of(), metadata.authorizationServers());
        assertEquals(Optional.empty(), metadata.resourceName());
        assertFalse(metadata.dpopBoundAccessTokensRequired());
        assertFalse(metadata.has("bearer_methods_supported"));
        var refused = assertThrows(InvalidMemberException.class, () -> ProtectedResourceMetadata.from(Json.of("{}")));
        assertEquals("resource", refused.member());
    }

    // RFC 9728, section 2.1
    @Test
    void namesForPeopleComeInLanguages() {
        LanguageTagged<String> names = ProtectedResourceMetadata.from(FULL).resourceNameByLanguage();
        assertEquals("Notes", names.plain());
        assertEquals(List.of("de-CH", "fr"), List.copyOf(names.byLanguage().keySet()));
        assertEquals(Optional.of("Notizen"), names.best(Locale.LanguageRange.parse("it,de-ch;q=0.5")));
        assertEquals(Optional.of("Notes"), names.best(Locale.LanguageRange.parse("ja")));
        assertEquals(
                Map.of("de", URI.create("https://mcp.example/de/tos")),
                ProtectedResourceMetadata.from(FULL).resourceTosUriByLanguage().byLanguage());
    }

    @Test
    void theBuilderWritesWhatFromReads() {
        var built = ProtectedResourceMetadata.builder(ResourceIdentifier.of("https://mcp.example/mcp"))
                .authorizationServers(List.of(Issuer.of("https://as.example")))
                .scopesSupported(List.of("a"))
                .resourceName("Notes")
                .jwksUri(URI.create("https://mcp.example/jwks"))
                .dpopBoundAccessTokensRequired(true)
                .bearerMethodsSupported(List.of())
                .build();
        assertEquals(
                Json.of("{'resource': 'https://mcp.example/mcp', 'authorization_servers': ['https://as.example'],"
                        + "'scopes_supported': ['a'], 'resource_name': 'Notes', 'jwks_uri': 'https://mcp.example/jwks',"
                        + "'dpop_bound_access_tokens_required': true}"),
                built.toJson());
        assertEquals(built, ProtectedResourceMetadata.from(built.toJson()));
        assertEquals(built, built.toBuilder().build());
    }

    @Test
    void textFormNamesTheResourceOnly() {
        assertEquals(
                "ProtectedResourceMetadata[resource=https://mcp.example/mcp/]",
                ProtectedResourceMetadata.from(FULL).toString());
    }
}
