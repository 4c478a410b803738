package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Scopes;

/**
 * Collects the members of new {@link ClientMetadata}; {@link #build()} checks them. Setting a member
 * again replaces it, and an empty list removes it (RFC 8414, section 3.2). Not thread-safe.
 */
public final class ClientMetadataBuilder {
    private final Draft draft = new Draft();

    ClientMetadataBuilder() {}

    /** Sets {@link ClientMetadata#clientId}. */
    public ClientMetadataBuilder clientId(String text) {
        return put(ClientMembers.CLIENT_ID, text);
    }

    /** Sets {@link ClientMetadata#redirectUris}. */
    public ClientMetadataBuilder redirectUris(List<URI> values) {
        return put(ClientMembers.REDIRECT_URIS, values);
    }

    /** Sets {@link ClientMetadata#tokenEndpointAuthMethod}. */
    public ClientMetadataBuilder tokenEndpointAuthMethod(ClientAuthenticationMethod value) {
        return put(ClientMembers.TOKEN_ENDPOINT_AUTH_METHOD, value);
    }

    /** Sets {@link ClientMetadata#tokenEndpointAuthSigningAlg}. */
    public ClientMetadataBuilder tokenEndpointAuthSigningAlg(String text) {
        return put(ClientMembers.TOKEN_ENDPOINT_AUTH_SIGNING_ALG, text);
    }

    /** Sets {@link ClientMetadata#grantTypes}. */
    public ClientMetadataBuilder grantTypes(List<GrantType> values) {
        return put(ClientMembers.GRANT_TYPES, values);
    }

    /** Sets {@link ClientMetadata#responseTypes}. */
    public ClientMetadataBuilder responseTypes(List<ResponseType> values) {
        return put(ClientMembers.RESPONSE_TYPES, values);
    }

    /** Sets {@link ClientMetadata#applicationType}. */
    public ClientMetadataBuilder applicationType(ApplicationType value) {
        return put(ClientMembers.APPLICATION_TYPE, value);
    }

    /** Sets {@link ClientMetadata#clientName}. */
    public ClientMetadataBuilder clientName(String text) {
        return put(ClientMembers.CLIENT_NAME, text);
    }

    /** Sets {@link ClientMetadata#clientUri}. */
    public ClientMetadataBuilder clientUri(URI uri) {
        return put(ClientMembers.CLIENT_URI, uri);
    }

    /** Sets {@link ClientMetadata#logoUri}. */
    public ClientMetadataBuilder logoUri(URI uri) {
        return put(ClientMembers.LOGO_URI, uri);
    }

    /** Sets {@link ClientMetadata#scope}. */
    public ClientMetadataBuilder scope(Scopes value) {
        return put(ClientMembers.SCOPE, value);
    }

    /** Sets {@link ClientMetadata#contacts}. */
    public ClientMetadataBuilder contacts(List<String> values) {
        return put(ClientMembers.CONTACTS, values);
    }

    /** Sets {@link ClientMetadata#tosUri}. */
    public ClientMetadataBuilder tosUri(URI uri) {
        return put(ClientMembers.TOS_URI, uri);
    }

    /** Sets {@link ClientMetadata#policyUri}. */
    public ClientMetadataBuilder policyUri(URI uri) {
        return put(ClientMembers.POLICY_URI, uri);
    }

    /** Sets {@link ClientMetadata#jwksUri}. */
    public ClientMetadataBuilder jwksUri(URI uri) {
        return put(ClientMembers.JWKS_URI, uri);
    }

    /** Sets {@link ClientMetadata#jwks}. */
    public ClientMetadataBuilder jwks(JsonObject value) {
        return put(ClientMembers.JWKS, value);
    }

    /** Sets {@link ClientMetadata#softwareId}. */
    public ClientMetadataBuilder softwareId(String text) {
        return put(ClientMembers.SOFTWARE_ID, text);
    }

    /** Sets {@link ClientMetadata#softwareVersion}. */
    public ClientMetadataBuilder softwareVersion(String text) {
        return put(ClientMembers.SOFTWARE_VERSION, text);
    }

    /** Sets {@link ClientMetadata#softwareStatement}. */
    public ClientMetadataBuilder softwareStatement(String text) {
        return put(ClientMembers.SOFTWARE_STATEMENT, text);
    }

    /** Sets {@link ClientMetadata#dpopBoundAccessTokens}. */
    public ClientMetadataBuilder dpopBoundAccessTokens(boolean value) {
        return put(ClientMembers.DPOP_BOUND_ACCESS_TOKENS, value);
    }

    /** Sets {@link ClientMetadata#requirePushedAuthorizationRequests}. */
    public ClientMetadataBuilder requirePushedAuthorizationRequests(boolean value) {
        return put(ClientMembers.REQUIRE_PUSHED_AUTHORIZATION_REQUESTS, value);
    }

    /** Sets {@link ClientMetadata#tlsClientCertificateBoundAccessTokens}. */
    public ClientMetadataBuilder tlsClientCertificateBoundAccessTokens(boolean value) {
        return put(ClientMembers.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS, value);
    }

    /** Sets {@link ClientMetadata#authorizationDetailsTypes}. */
    public ClientMetadataBuilder authorizationDetailsTypes(List<String> values) {
        return put(ClientMembers.AUTHORIZATION_DETAILS_TYPES, values);
    }

    /**
     * Sets a member that has no method here, known or not, such as one with a language tag.
     *
     * @param name the name on the wire
     * @param value the value; JSON {@code null} or an empty array removes the member
     * @return this builder
     */
    public ClientMetadataBuilder member(String name, JsonValue value) {
        draft.put(name, value);
        return this;
    }

    /**
     * Makes the metadata.
     *
     * @return the metadata
     * @throws InvalidMemberException if a known member breaks its rule
     */
    public ClientMetadata build() {
        return ClientMetadata.from(draft.toJson());
    }

    ClientMetadataBuilder putAll(JsonObject json) {
        draft.putAll(json);
        return this;
    }

    <T> ClientMetadataBuilder put(Member<T> member, T value) {
        draft.put(member, value);
        return this;
    }
}
