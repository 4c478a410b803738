package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;

/**
 * What an authorization server publishes about itself (RFC 8414, section 2; OpenID Connect Discovery,
 * section 3). The members of OpenID Connect proper are in {@link #openId()}. Immutable and safe for use
 * by threads.
 *
 * <p>Where a member is absent, a list is empty and a flag is {@code false}, unless the method says
 * otherwise; {@link #has} tells whether it is absent. Lists cannot be changed.
 *
 * <p>Whether {@link #issuer()} is the issuer the document was asked for (RFC 8414, section 3.3) is for
 * the one who fetched it to check.
 */
public final class AuthorizationServerMetadata extends MetadataDocument {
    /** The grant profile of identity assertions (draft-ietf-oauth-identity-assertion-authz-grant, section 7.2). */
    public static final String ID_JAG_PROFILE = "urn:ietf:params:oauth:grant-profile:id-jag";

    private static final List<GrantType> DEFAULT_GRANT_TYPES =
            List.of(GrantType.AUTHORIZATION_CODE, GrantType.of("implicit"));

    private AuthorizationServerMetadata(JsonObject json) {
        super(json, ServerMembers.known());
        require(ServerMembers.ISSUER);
    }

    /**
     * Metadata out of a JSON document.
     *
     * @param json the document, of an authorization server or of an OpenID provider
     * @return the metadata
     * @throws InvalidMemberException if there is no issuer or a known member breaks its rule
     */
    public static AuthorizationServerMetadata from(JsonObject json) {
        return new AuthorizationServerMetadata(json);
    }

    /**
     * Begins new metadata.
     *
     * @param issuer the issuer identifier
     * @return a new builder
     */
    public static AuthorizationServerMetadataBuilder builder(Issuer issuer) {
        return new AuthorizationServerMetadataBuilder().put(ServerMembers.ISSUER, issuer);
    }

    /**
     * Begins changed metadata.
     *
     * @return a new builder that has all members of this document
     */
    public AuthorizationServerMetadataBuilder toBuilder() {
        return new AuthorizationServerMetadataBuilder().putAll(toJson());
    }

    /**
     * The members of OpenID Connect.
     *
     * @return a view of this document
     */
    public OpenIdProviderMetadata openId() {
        return new OpenIdProviderMetadata(this);
    }

    /**
     * Whether the document says that PKCE with {@code S256} is supported. MCP clients must stop when it
     * does not: a missing {@code code_challenge_methods_supported} means no PKCE (RFC 8414, section 2).
     *
     * @return {@code true} if {@code S256} is listed
     */
    public boolean supportsPkceS256() {
        return codeChallengeMethodsSupported().contains("S256");
    }

    /**
     * The client authentication methods of the token endpoint, with the default of RFC 8414, section 2.
     *
     * @return the listed methods, or {@code client_secret_basic} when the member is absent
     */
    public List<ClientAuthenticationMethod> tokenEndpointAuthMethods() {
        return find(ServerMembers.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED)
                .orElse(List.of(ClientAuthenticationMethod.CLIENT_SECRET_BASIC));
    }

    /**
     * Whether a grant type may be used, with the default of RFC 8414, section 2: without the member these
     * are {@code authorization_code} and {@code implicit}.
     *
     * @param grantType the grant type
     * @return {@code true} if it is listed or a default
     */
    public boolean supportsGrantType(GrantType grantType) {
        return find(ServerMembers.GRANT_TYPES_SUPPORTED)
                .orElse(DEFAULT_GRANT_TYPES)
                .contains(grantType);
    }

    /**
     * Whether a client identifier may be the URL of a client ID metadata document
     * (draft-ietf-oauth-client-id-metadata-document).
     *
     * @return {@code true} if the document says so
     */
    public boolean supportsClientIdMetadataDocument() {
        return flag(ServerMembers.CLIENT_ID_METADATA_DOCUMENT_SUPPORTED);
    }

    /**
     * Whether each authorization response carries {@code iss}; then one without it must be refused (RFC
     * 9207, sections 2.4 and 3).
     *
     * @return {@code true} if the document says so
     */
    public boolean sendsIssuerInResponses() {
        return flag(ServerMembers.AUTHORIZATION_RESPONSE_ISS_PARAMETER_SUPPORTED);
    }

    /** {@return the issuer identifier (RFC 8414, section 2)} */
    public Issuer issuer() {
        return require(ServerMembers.ISSUER);
    }

    /** {@return the URL of the authorization endpoint (RFC 8414, section 2)} */
    public Optional<URI> authorizationEndpoint() {
        return find(ServerMembers.AUTHORIZATION_ENDPOINT);
    }

    /** {@return the URL of the token endpoint (RFC 8414, section 2)} */
    public Optional<URI> tokenEndpoint() {
        return find(ServerMembers.TOKEN_ENDPOINT);
    }

    /** {@return where the keys of the authorization server are (RFC 8414, section 2)} */
    public Optional<URI> jwksUri() {
        return find(ServerMembers.JWKS_URI);
    }

    /**
     * {@return the URL of the client registration endpoint (RFC 7591, section 3; RFC 8414, section 2)}
     */
    public Optional<URI> registrationEndpoint() {
        return find(ServerMembers.REGISTRATION_ENDPOINT);
    }

    /** {@return scope tokens to ask for, not necessarily all (RFC 8414, section 2)} */
    public List<String> scopesSupported() {
        return list(ServerMembers.SCOPES_SUPPORTED);
    }

    /** {@return the response types (RFC 8414, section 2)} */
    public List<ResponseType> responseTypesSupported() {
        return list(ServerMembers.RESPONSE_TYPES_SUPPORTED);
    }

    /**
     * {@return the response modes, where absence means {@code query} and {@code fragment} (RFC 8414,
     *     section 2)}
     */
    public List<String> responseModesSupported() {
        return list(ServerMembers.RESPONSE_MODES_SUPPORTED);
    }

    /** {@return the grant types as listed, see {@link #supportsGrantType} (RFC 8414, section 2)} */
    public List<GrantType> grantTypesSupported() {
        return list(ServerMembers.GRANT_TYPES_SUPPORTED);
    }

    /**
     * {@return the client authentication methods of the token endpoint as listed, see
     *     {@link #tokenEndpointAuthMethods} (RFC 8414, section 2)}
     */
    public List<ClientAuthenticationMethod> tokenEndpointAuthMethodsSupported() {
        return list(ServerMembers.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED);
    }

    /**
     * {@return the JWS algorithms for client authentication at the token endpoint (RFC 8414, section 2)}
     */
    public List<String> tokenEndpointAuthSigningAlgValuesSupported() {
        return list(ServerMembers.TOKEN_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return a page for developers (RFC 8414, section 2)} */
    public Optional<URI> serviceDocumentation() {
        return find(ServerMembers.SERVICE_DOCUMENTATION);
    }

    /** {@return BCP 47 tags of the languages of the user interface (RFC 8414, section 2)} */
    public List<String> uiLocalesSupported() {
        return list(ServerMembers.UI_LOCALES_SUPPORTED);
    }

    /** {@return a page on how clients may use data (RFC 8414, section 2)} */
    public Optional<URI> opPolicyUri() {
        return find(ServerMembers.OP_POLICY_URI);
    }

    /** {@return a page with the terms of service (RFC 8414, section 2)} */
    public Optional<URI> opTosUri() {
        return find(ServerMembers.OP_TOS_URI);
    }

    /** {@return the URL of the revocation endpoint (RFC 7009; RFC 8414, section 2)} */
    public Optional<URI> revocationEndpoint() {
        return find(ServerMembers.REVOCATION_ENDPOINT);
    }

    /**
     * {@return the client authentication methods of the revocation endpoint, where absence means
     *     {@code client_secret_basic} (RFC 8414, section 2)}
     */
    public List<ClientAuthenticationMethod> revocationEndpointAuthMethodsSupported() {
        return list(ServerMembers.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED);
    }

    /**
     * {@return the JWS algorithms for client authentication at the revocation endpoint (RFC 8414,
     *     section 2)}
     */
    public List<String> revocationEndpointAuthSigningAlgValuesSupported() {
        return list(ServerMembers.REVOCATION_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return the URL of the introspection endpoint (RFC 7662; RFC 8414, section 2)} */
    public Optional<URI> introspectionEndpoint() {
        return find(ServerMembers.INTROSPECTION_ENDPOINT);
    }

    /**
     * {@return the client authentication methods of the introspection endpoint (RFC 8414, section 2)}
     */
    public List<ClientAuthenticationMethod> introspectionEndpointAuthMethodsSupported() {
        return list(ServerMembers.INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED);
    }

    /**
     * {@return the JWS algorithms for client authentication at the introspection endpoint (RFC 8414,
     *     section 2)}
     */
    public List<String> introspectionEndpointAuthSigningAlgValuesSupported() {
        return list(ServerMembers.INTROSPECTION_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /**
     * {@return the PKCE methods as listed; MCP clients stop unless {@link #supportsPkceS256} (RFC 8414,
     *     section 2)}
     */
    public List<String> codeChallengeMethodsSupported() {
        return list(ServerMembers.CODE_CHALLENGE_METHODS_SUPPORTED);
    }

    /** {@return a JWT with members of this document as claims, unverified (RFC 8414, section 2.1)} */
    public Optional<String> signedMetadata() {
        return find(ServerMembers.SIGNED_METADATA);
    }

    /** {@return the URL of the device authorization endpoint (RFC 8628, section 4)} */
    public Optional<URI> deviceAuthorizationEndpoint() {
        return find(ServerMembers.DEVICE_AUTHORIZATION_ENDPOINT);
    }

    /** {@return the URL of the pushed authorization request endpoint (RFC 9126, section 5)} */
    public Optional<URI> pushedAuthorizationRequestEndpoint() {
        return find(ServerMembers.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT);
    }

    /** {@return whether authorization requests must be pushed (RFC 9126, section 5)} */
    public boolean requirePushedAuthorizationRequests() {
        return flag(ServerMembers.REQUIRE_PUSHED_AUTHORIZATION_REQUESTS);
    }

    /**
     * {@return whether authorization requests must be signed request objects (RFC 9101, section 10.5)}
     */
    public boolean requireSignedRequestObject() {
        return flag(ServerMembers.REQUIRE_SIGNED_REQUEST_OBJECT);
    }

    /** {@return the JWS algorithms for DPoP proofs (RFC 9449, section 5.1)} */
    public List<String> dpopSigningAlgValuesSupported() {
        return list(ServerMembers.DPOP_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return whether access tokens can be bound to TLS certificates (RFC 8705, section 3.3)} */
    public boolean tlsClientCertificateBoundAccessTokens() {
        return flag(ServerMembers.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS);
    }

    /** {@return other URLs for clients that use mutual TLS (RFC 8705, section 5)} */
    public Optional<MtlsEndpointAliases> mtlsEndpointAliases() {
        return find(ServerMembers.MTLS_ENDPOINT_ALIASES);
    }

    /** {@return the types of authorization details (RFC 9396, section 10)} */
    public List<String> authorizationDetailsTypesSupported() {
        return list(ServerMembers.AUTHORIZATION_DETAILS_TYPES_SUPPORTED);
    }

    /**
     * {@return profiles of grants, such as {@link #ID_JAG_PROFILE}
     *     (draft-ietf-oauth-identity-assertion-authz-grant)}
     */
    public List<String> authorizationGrantProfilesSupported() {
        return list(ServerMembers.AUTHORIZATION_GRANT_PROFILES_SUPPORTED);
    }

    /**
     * {@return token types a client may request to take to another domain
     *     (draft-ietf-oauth-identity-chaining)}
     */
    public List<TokenTypeIdentifier> identityChainingRequestedTokenTypesSupported() {
        return list(ServerMembers.IDENTITY_CHAINING_REQUESTED_TOKEN_TYPES_SUPPORTED);
    }

    /**
     * {@return the protected resources that use this authorization server, not necessarily all (RFC
     *     9728, section 4)}
     */
    public List<ResourceIdentifier> protectedResources() {
        return list(ServerMembers.PROTECTED_RESOURCES);
    }

    /** Names the issuer. */
    @Override
    public String toString() {
        return "AuthorizationServerMetadata[issuer=" + issuer() + "]";
    }
}
