package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Issuer;

/**
 * Collects the members of new {@link ProtectedResourceMetadata}; {@link #build()} checks them. Setting a member
 * again replaces it, and an empty list removes it (RFC 8414, section 3.2). Not thread-safe.
 */
public final class ProtectedResourceMetadataBuilder {
    private final Draft draft = new Draft();

    ProtectedResourceMetadataBuilder() {}

    /** Sets {@link ProtectedResourceMetadata#authorizationServers}. */
    public ProtectedResourceMetadataBuilder authorizationServers(List<Issuer> values) {
        return put(ResourceMembers.AUTHORIZATION_SERVERS, values);
    }

    /** Sets {@link ProtectedResourceMetadata#jwksUri}. */
    public ProtectedResourceMetadataBuilder jwksUri(URI uri) {
        return put(ResourceMembers.JWKS_URI, uri);
    }

    /** Sets {@link ProtectedResourceMetadata#scopesSupported}. */
    public ProtectedResourceMetadataBuilder scopesSupported(List<String> values) {
        return put(ResourceMembers.SCOPES_SUPPORTED, values);
    }

    /** Sets {@link ProtectedResourceMetadata#bearerMethodsSupported}. */
    public ProtectedResourceMetadataBuilder bearerMethodsSupported(List<String> values) {
        return put(ResourceMembers.BEARER_METHODS_SUPPORTED, values);
    }

    /** Sets {@link ProtectedResourceMetadata#resourceSigningAlgValuesSupported}. */
    public ProtectedResourceMetadataBuilder resourceSigningAlgValuesSupported(List<String> values) {
        return put(ResourceMembers.RESOURCE_SIGNING_ALG_VALUES_SUPPORTED, values);
    }

    /** Sets {@link ProtectedResourceMetadata#resourceName}. */
    public ProtectedResourceMetadataBuilder resourceName(String text) {
        return put(ResourceMembers.RESOURCE_NAME, text);
    }

    /** Sets {@link ProtectedResourceMetadata#resourceDocumentation}. */
    public ProtectedResourceMetadataBuilder resourceDocumentation(URI uri) {
        return put(ResourceMembers.RESOURCE_DOCUMENTATION, uri);
    }

    /** Sets {@link ProtectedResourceMetadata#resourcePolicyUri}. */
    public ProtectedResourceMetadataBuilder resourcePolicyUri(URI uri) {
        return put(ResourceMembers.RESOURCE_POLICY_URI, uri);
    }

    /** Sets {@link ProtectedResourceMetadata#resourceTosUri}. */
    public ProtectedResourceMetadataBuilder resourceTosUri(URI uri) {
        return put(ResourceMembers.RESOURCE_TOS_URI, uri);
    }

    /** Sets {@link ProtectedResourceMetadata#tlsClientCertificateBoundAccessTokens}. */
    public ProtectedResourceMetadataBuilder tlsClientCertificateBoundAccessTokens(boolean value) {
        return put(ResourceMembers.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS, value);
    }

    /** Sets {@link ProtectedResourceMetadata#authorizationDetailsTypesSupported}. */
    public ProtectedResourceMetadataBuilder authorizationDetailsTypesSupported(List<String> values) {
        return put(ResourceMembers.AUTHORIZATION_DETAILS_TYPES_SUPPORTED, values);
    }

    /** Sets {@link ProtectedResourceMetadata#dpopSigningAlgValuesSupported}. */
    public ProtectedResourceMetadataBuilder dpopSigningAlgValuesSupported(List<String> values) {
        return put(ResourceMembers.DPOP_SIGNING_ALG_VALUES_SUPPORTED, values);
    }

    /** Sets {@link ProtectedResourceMetadata#dpopBoundAccessTokensRequired}. */
    public ProtectedResourceMetadataBuilder dpopBoundAccessTokensRequired(boolean value) {
        return put(ResourceMembers.DPOP_BOUND_ACCESS_TOKENS_REQUIRED, value);
    }

    /** Sets {@link ProtectedResourceMetadata#signedMetadata}. */
    public ProtectedResourceMetadataBuilder signedMetadata(String text) {
        return put(ResourceMembers.SIGNED_METADATA, text);
    }

    /**
     * Sets a member that has no method here, known or not, such as one with a language tag.
     *
     * @param name the name on the wire
     * @param value the value; JSON {@code null} or an empty array removes the member
     * @return this builder
     */
    public ProtectedResourceMetadataBuilder member(String name, JsonValue value) {
        draft.put(name, value);
        return this;
    }

    /**
     * Makes the metadata.
     *
     * @return the metadata
     * @throws InvalidMemberException if a known member breaks its rule
     */
    public ProtectedResourceMetadata build() {
        return ProtectedResourceMetadata.from(draft.toJson());
    }

    ProtectedResourceMetadataBuilder putAll(JsonObject json) {
        draft.putAll(json);
        return this;
    }

    <T> ProtectedResourceMetadataBuilder put(Member<T> member, T value) {
        draft.put(member, value);
        return this;
    }
}
