package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;

/**
 * Collects the members of new {@link AuthorizationServerMetadata}; {@link #build()} checks them. Setting a member
 * again replaces it, and an empty list removes it (RFC 8414, section 3.2). Not thread-safe.
 */
public final class AuthorizationServerMetadataBuilder {
    private final Draft draft = new Draft();

    AuthorizationServerMetadataBuilder() {}

    /** Sets {@link AuthorizationServerMetadata#authorizationEndpoint}. */
    public AuthorizationServerMetadataBuilder authorizationEndpoint(URI uri) {
        return put(ServerMembers.AUTHORIZATION_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#tokenEndpoint}. */
    public AuthorizationServerMetadataBuilder tokenEndpoint(URI uri) {
        return put(ServerMembers.TOKEN_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#jwksUri}. */
    public AuthorizationServerMetadataBuilder jwksUri(URI uri) {
        return put(ServerMembers.JWKS_URI, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#registrationEndpoint}. */
    public AuthorizationServerMetadataBuilder registrationEndpoint(URI uri) {
        return put(ServerMembers.REGISTRATION_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#scopesSupported}. */
    public AuthorizationServerMetadataBuilder scopesSupported(List<String> values) {
        return put(ServerMembers.SCOPES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#responseTypesSupported}. */
    public AuthorizationServerMetadataBuilder responseTypesSupported(List<ResponseType> values) {
        return put(ServerMembers.RESPONSE_TYPES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#responseModesSupported}. */
    public AuthorizationServerMetadataBuilder responseModesSupported(List<String> values) {
        return put(ServerMembers.RESPONSE_MODES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#grantTypesSupported}. */
    public AuthorizationServerMetadataBuilder grantTypesSupported(List<GrantType> values) {
        return put(ServerMembers.GRANT_TYPES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#tokenEndpointAuthMethodsSupported}. */
    public AuthorizationServerMetadataBuilder tokenEndpointAuthMethodsSupported(
            List<ClientAuthenticationMethod> values) {
        return put(ServerMembers.TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#tokenEndpointAuthSigningAlgValuesSupported}. */
    public AuthorizationServerMetadataBuilder tokenEndpointAuthSigningAlgValuesSupported(List<String> values) {
        return put(ServerMembers.TOKEN_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#serviceDocumentation}. */
    public AuthorizationServerMetadataBuilder serviceDocumentation(URI uri) {
        return put(ServerMembers.SERVICE_DOCUMENTATION, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#opPolicyUri}. */
    public AuthorizationServerMetadataBuilder opPolicyUri(URI uri) {
        return put(ServerMembers.OP_POLICY_URI, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#opTosUri}. */
    public AuthorizationServerMetadataBuilder opTosUri(URI uri) {
        return put(ServerMembers.OP_TOS_URI, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#revocationEndpoint}. */
    public AuthorizationServerMetadataBuilder revocationEndpoint(URI uri) {
        return put(ServerMembers.REVOCATION_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#revocationEndpointAuthMethodsSupported}. */
    public AuthorizationServerMetadataBuilder revocationEndpointAuthMethodsSupported(
            List<ClientAuthenticationMethod> values) {
        return put(ServerMembers.REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#revocationEndpointAuthSigningAlgValuesSupported}. */
    public AuthorizationServerMetadataBuilder revocationEndpointAuthSigningAlgValuesSupported(List<String> values) {
        return put(ServerMembers.REVOCATION_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#introspectionEndpoint}. */
    public AuthorizationServerMetadataBuilder introspectionEndpoint(URI uri) {
        return put(ServerMembers.INTROSPECTION_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#introspectionEndpointAuthMethodsSupported}. */
    public AuthorizationServerMetadataBuilder introspectionEndpointAuthMethodsSupported(
            List<ClientAuthenticationMethod> values) {
        return put(ServerMembers.INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#introspectionEndpointAuthSigningAlgValuesSupported}. */
    public AuthorizationServerMetadataBuilder introspectionEndpointAuthSigningAlgValuesSupported(List<String> values) {
        return put(ServerMembers.INTROSPECTION_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#codeChallengeMethodsSupported}. */
    public AuthorizationServerMetadataBuilder codeChallengeMethodsSupported(List<String> values) {
        return put(ServerMembers.CODE_CHALLENGE_METHODS_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#deviceAuthorizationEndpoint}. */
    public AuthorizationServerMetadataBuilder deviceAuthorizationEndpoint(URI uri) {
        return put(ServerMembers.DEVICE_AUTHORIZATION_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#pushedAuthorizationRequestEndpoint}. */
    public AuthorizationServerMetadataBuilder pushedAuthorizationRequestEndpoint(URI uri) {
        return put(ServerMembers.PUSHED_AUTHORIZATION_REQUEST_ENDPOINT, uri);
    }

    /** Sets {@link AuthorizationServerMetadata#requirePushedAuthorizationRequests}. */
    public AuthorizationServerMetadataBuilder requirePushedAuthorizationRequests(boolean value) {
        return put(ServerMembers.REQUIRE_PUSHED_AUTHORIZATION_REQUESTS, value);
    }

    /** Sets {@link AuthorizationServerMetadata#sendsIssuerInResponses}. */
    public AuthorizationServerMetadataBuilder authorizationResponseIssParameterSupported(boolean value) {
        return put(ServerMembers.AUTHORIZATION_RESPONSE_ISS_PARAMETER_SUPPORTED, value);
    }

    /** Sets {@link AuthorizationServerMetadata#dpopSigningAlgValuesSupported}. */
    public AuthorizationServerMetadataBuilder dpopSigningAlgValuesSupported(List<String> values) {
        return put(ServerMembers.DPOP_SIGNING_ALG_VALUES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#tlsClientCertificateBoundAccessTokens}. */
    public AuthorizationServerMetadataBuilder tlsClientCertificateBoundAccessTokens(boolean value) {
        return put(ServerMembers.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS, value);
    }

    /** Sets {@link AuthorizationServerMetadata#mtlsEndpointAliases}. */
    public AuthorizationServerMetadataBuilder mtlsEndpointAliases(MtlsEndpointAliases value) {
        return put(ServerMembers.MTLS_ENDPOINT_ALIASES, value);
    }

    /** Sets {@link AuthorizationServerMetadata#authorizationDetailsTypesSupported}. */
    public AuthorizationServerMetadataBuilder authorizationDetailsTypesSupported(List<String> values) {
        return put(ServerMembers.AUTHORIZATION_DETAILS_TYPES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#supportsClientIdMetadataDocument}. */
    public AuthorizationServerMetadataBuilder clientIdMetadataDocumentSupported(boolean value) {
        return put(ServerMembers.CLIENT_ID_METADATA_DOCUMENT_SUPPORTED, value);
    }

    /** Sets {@link AuthorizationServerMetadata#authorizationGrantProfilesSupported}. */
    public AuthorizationServerMetadataBuilder authorizationGrantProfilesSupported(List<String> values) {
        return put(ServerMembers.AUTHORIZATION_GRANT_PROFILES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#identityChainingRequestedTokenTypesSupported}. */
    public AuthorizationServerMetadataBuilder identityChainingRequestedTokenTypesSupported(
            List<TokenTypeIdentifier> values) {
        return put(ServerMembers.IDENTITY_CHAINING_REQUESTED_TOKEN_TYPES_SUPPORTED, values);
    }

    /** Sets {@link AuthorizationServerMetadata#protectedResources}. */
    public AuthorizationServerMetadataBuilder protectedResources(List<ResourceIdentifier> values) {
        return put(ServerMembers.PROTECTED_RESOURCES, values);
    }

    /**
     * Sets a member that has no method here, known or not, such as one with a language tag.
     *
     * @param name the name on the wire
     * @param value the value; JSON {@code null} or an empty array removes the member
     * @return this builder
     */
    public AuthorizationServerMetadataBuilder member(String name, JsonValue value) {
        draft.put(name, value);
        return this;
    }

    /**
     * Makes the metadata.
     *
     * @return the metadata
     * @throws InvalidMemberException if a known member breaks its rule
     */
    public AuthorizationServerMetadata build() {
        return AuthorizationServerMetadata.from(draft.toJson());
    }

    AuthorizationServerMetadataBuilder putAll(JsonObject json) {
        draft.putAll(json);
        return this;
    }

    <T> AuthorizationServerMetadataBuilder put(Member<T> member, T value) {
        draft.put(member, value);
        return this;
    }
}
