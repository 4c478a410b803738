package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;

/**
 * What a protected resource, such as an MCP server, publishes about itself (RFC 9728, section 2).
 * Immutable and safe for use by threads.
 *
 * <p>Whether {@link #resource()} is the resource the document was asked for (RFC 9728, section 3.3), and
 * whether there is an authorization server, which MCP demands, is for the one who fetched it to check.
 *
 * <p>Where a member is absent, a list is empty and a flag is {@code false}, unless the method says
 * otherwise; {@link #has} tells whether it is absent. Lists cannot be changed.
 */
public final class ProtectedResourceMetadata extends MetadataDocument {

    private ProtectedResourceMetadata(JsonObject json) {
        super(json, ResourceMembers.known());
        require(ResourceMembers.RESOURCE);
    }

    /**
     * Metadata out of a JSON document.
     *
     * @param json the document
     * @return the metadata
     * @throws InvalidMemberException if there is no resource or a known member breaks its rule
     */
    public static ProtectedResourceMetadata from(JsonObject json) {
        return new ProtectedResourceMetadata(json);
    }

    /**
     * Begins new metadata.
     *
     * @param resource the identifier of the protected resource
     * @return a new builder
     */
    public static ProtectedResourceMetadataBuilder builder(ResourceIdentifier resource) {
        return new ProtectedResourceMetadataBuilder().put(ResourceMembers.RESOURCE, resource);
    }

    /**
     * Begins changed metadata.
     *
     * @return a new builder that has all members of this document
     */
    public ProtectedResourceMetadataBuilder toBuilder() {
        return new ProtectedResourceMetadataBuilder().putAll(toJson());
    }

    /** {@return the identifier of the protected resource (RFC 9728, section 2)} */
    public ResourceIdentifier resource() {
        return require(ResourceMembers.RESOURCE);
    }

    /**
     * {@return the issuers whose tokens are accepted, in the order of the document (RFC 9728, section
     *     2)}
     */
    public List<Issuer> authorizationServers() {
        return list(ResourceMembers.AUTHORIZATION_SERVERS);
    }

    /** {@return where the keys of the protected resource are (RFC 9728, section 2)} */
    public Optional<URI> jwksUri() {
        return find(ResourceMembers.JWKS_URI);
    }

    /** {@return scope tokens to ask for, not necessarily all (RFC 9728, section 2)} */
    public List<String> scopesSupported() {
        return list(ResourceMembers.SCOPES_SUPPORTED);
    }

    /**
     * {@return how a token may be sent: {@code header}, {@code body}, {@code query}; see {@link #has}
     *     for the difference between absent and empty (RFC 9728, section 2)}
     */
    public List<String> bearerMethodsSupported() {
        return list(ResourceMembers.BEARER_METHODS_SUPPORTED);
    }

    /** {@return the JWS algorithms of signed responses (RFC 9728, section 2)} */
    public List<String> resourceSigningAlgValuesSupported() {
        return list(ResourceMembers.RESOURCE_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return the name for people (RFC 9728, section 2)} */
    public Optional<String> resourceName() {
        return find(ResourceMembers.RESOURCE_NAME);
    }

    /** {@return the name for people (RFC 9728, section 2), in all languages of the document} */
    public LanguageTagged<String> resourceNameByLanguage() {
        return translated(ResourceMembers.RESOURCE_NAME);
    }

    /** {@return a page for developers (RFC 9728, section 2)} */
    public Optional<URI> resourceDocumentation() {
        return find(ResourceMembers.RESOURCE_DOCUMENTATION);
    }

    /** {@return a page for developers (RFC 9728, section 2), in all languages of the document} */
    public LanguageTagged<URI> resourceDocumentationByLanguage() {
        return translated(ResourceMembers.RESOURCE_DOCUMENTATION);
    }

    /** {@return a page on how clients may use the data of the resource (RFC 9728, section 2)} */
    public Optional<URI> resourcePolicyUri() {
        return find(ResourceMembers.RESOURCE_POLICY_URI);
    }

    /**
     * {@return a page on how clients may use the data of the resource (RFC 9728, section 2), in all
     *     languages of the document}
     */
    public LanguageTagged<URI> resourcePolicyUriByLanguage() {
        return translated(ResourceMembers.RESOURCE_POLICY_URI);
    }

    /** {@return a page with the terms of service (RFC 9728, section 2)} */
    public Optional<URI> resourceTosUri() {
        return find(ResourceMembers.RESOURCE_TOS_URI);
    }

    /**
     * {@return a page with the terms of service (RFC 9728, section 2), in all languages of the document}
     */
    public LanguageTagged<URI> resourceTosUriByLanguage() {
        return translated(ResourceMembers.RESOURCE_TOS_URI);
    }

    /** {@return whether access tokens bound to TLS certificates are supported (RFC 9728, section 2)} */
    public boolean tlsClientCertificateBoundAccessTokens() {
        return flag(ResourceMembers.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS);
    }

    /** {@return the types of authorization details (RFC 9728, section 2)} */
    public List<String> authorizationDetailsTypesSupported() {
        return list(ResourceMembers.AUTHORIZATION_DETAILS_TYPES_SUPPORTED);
    }

    /** {@return the JWS algorithms for DPoP proofs (RFC 9728, section 2)} */
    public List<String> dpopSigningAlgValuesSupported() {
        return list(ResourceMembers.DPOP_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return whether only access tokens bound by DPoP are accepted (RFC 9728, section 2)} */
    public boolean dpopBoundAccessTokensRequired() {
        return flag(ResourceMembers.DPOP_BOUND_ACCESS_TOKENS_REQUIRED);
    }

    /** {@return a JWT with members of this document as claims, unverified (RFC 9728, section 2.2)} */
    public Optional<String> signedMetadata() {
        return find(ResourceMembers.SIGNED_METADATA);
    }

    /** Names the resource. */
    @Override
    public String toString() {
        return "ProtectedResourceMetadata[resource=" + resource() + "]";
    }
}
