package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Scopes;

/**
 * What a client says about itself: the request and answer of registration (RFC 7591, section 2) and the
 * client ID metadata document (draft-ietf-oauth-client-id-metadata-document). The members of OpenID
 * Connect proper are in {@link #openId()}. Immutable and safe for use by threads.
 *
 * <p>Only the form of the members is checked, and that keys are given in one way. What a client may
 * register is for the authorization server to decide.
 *
 * <p>Where a member is absent, a list is empty and a flag is {@code false}, unless the method says
 * otherwise; {@link #has} tells whether it is absent. Lists cannot be changed.
 */
public final class ClientMetadata extends MetadataDocument {

    private ClientMetadata(JsonObject json) {
        super(json, ClientMembers.known());
        if (jwks().isPresent() && jwksUri().isPresent()) {
            throw new InvalidMemberException(ClientMembers.JWKS.name(), "must not stand beside jwks_uri");
        }
    }

    /**
     * Metadata out of a JSON document.
     *
     * @param json the document
     * @return the metadata
     * @throws InvalidMemberException if a known member breaks its rule
     */
    public static ClientMetadata from(JsonObject json) {
        return new ClientMetadata(json);
    }

    /**
     * Begins new metadata.
     *
     * @return a new builder without any member
     */
    public static ClientMetadataBuilder builder() {
        return new ClientMetadataBuilder();
    }

    /**
     * Begins changed metadata.
     *
     * @return a new builder that has all members of this document
     */
    public ClientMetadataBuilder toBuilder() {
        return new ClientMetadataBuilder().putAll(toJson());
    }

    /**
     * The members of OpenID Connect.
     *
     * @return a view of this document
     */
    public OpenIdClientMetadata openId() {
        return new OpenIdClientMetadata(this);
    }

    /**
     * {@return the client identifier: the URL of a client ID metadata document
     *     (draft-ietf-oauth-client-id-metadata-document)}
     */
    public Optional<String> clientId() {
        return find(ClientMembers.CLIENT_ID);
    }

    /** {@return the redirect URIs (RFC 7591, section 2)} */
    public List<URI> redirectUris() {
        return list(ClientMembers.REDIRECT_URIS);
    }

    /**
     * {@return how the client authenticates at the token endpoint (RFC 7591, section 2);
     *     {@code client_secret_basic} when absent}
     */
    public ClientAuthenticationMethod tokenEndpointAuthMethod() {
        return find(ClientMembers.TOKEN_ENDPOINT_AUTH_METHOD).orElse(ClientAuthenticationMethod.CLIENT_SECRET_BASIC);
    }

    /** {@return the JWS algorithm for that (OpenID Connect Dynamic Client Registration, section 2)} */
    public Optional<String> tokenEndpointAuthSigningAlg() {
        return find(ClientMembers.TOKEN_ENDPOINT_AUTH_SIGNING_ALG);
    }

    /**
     * {@return the grant types the client uses (RFC 7591, section 2); {@code authorization_code} when
     *     absent}
     */
    public List<GrantType> grantTypes() {
        return find(ClientMembers.GRANT_TYPES).orElse(List.of(GrantType.AUTHORIZATION_CODE));
    }

    /** {@return the response types the client uses (RFC 7591, section 2); {@code code} when absent} */
    public List<ResponseType> responseTypes() {
        return find(ClientMembers.RESPONSE_TYPES).orElse(List.of(ResponseType.CODE));
    }

    /**
     * {@return the kind of the client (OpenID Connect Dynamic Client Registration, section 2);
     *     {@code web} when absent}
     */
    public ApplicationType applicationType() {
        return find(ClientMembers.APPLICATION_TYPE).orElse(ApplicationType.WEB);
    }

    /** {@return the name for people (RFC 7591, section 2)} */
    public Optional<String> clientName() {
        return find(ClientMembers.CLIENT_NAME);
    }

    /** {@return the name for people (RFC 7591, section 2), in all languages of the document} */
    public LanguageTagged<String> clientNameByLanguage() {
        return translated(ClientMembers.CLIENT_NAME);
    }

    /** {@return a page about the client (RFC 7591, section 2)} */
    public Optional<URI> clientUri() {
        return find(ClientMembers.CLIENT_URI);
    }

    /** {@return a page about the client (RFC 7591, section 2), in all languages of the document} */
    public LanguageTagged<URI> clientUriByLanguage() {
        return translated(ClientMembers.CLIENT_URI);
    }

    /** {@return the logo; do not let browsers of users load it from there (RFC 7591, section 2)} */
    public Optional<URI> logoUri() {
        return find(ClientMembers.LOGO_URI);
    }

    /**
     * {@return the logo; do not let browsers of users load it from there (RFC 7591, section 2), in all
     *     languages of the document}
     */
    public LanguageTagged<URI> logoUriByLanguage() {
        return translated(ClientMembers.LOGO_URI);
    }

    /** {@return what the client may ask for (RFC 7591, section 2)} */
    public Optional<Scopes> scope() {
        return find(ClientMembers.SCOPE);
    }

    /** {@return how to reach the people responsible (RFC 7591, section 2)} */
    public List<String> contacts() {
        return list(ClientMembers.CONTACTS);
    }

    /** {@return a page with the terms of service (RFC 7591, section 2)} */
    public Optional<URI> tosUri() {
        return find(ClientMembers.TOS_URI);
    }

    /**
     * {@return a page with the terms of service (RFC 7591, section 2), in all languages of the document}
     */
    public LanguageTagged<URI> tosUriByLanguage() {
        return translated(ClientMembers.TOS_URI);
    }

    /** {@return a page on how the client uses data (RFC 7591, section 2)} */
    public Optional<URI> policyUri() {
        return find(ClientMembers.POLICY_URI);
    }

    /**
     * {@return a page on how the client uses data (RFC 7591, section 2), in all languages of the
     *     document}
     */
    public LanguageTagged<URI> policyUriByLanguage() {
        return translated(ClientMembers.POLICY_URI);
    }

    /** {@return where the keys of the client are (RFC 7591, section 2)} */
    public Optional<URI> jwksUri() {
        return find(ClientMembers.JWKS_URI);
    }

    /** {@return the keys of the client; never together with {@code jwks_uri} (RFC 7591, section 2)} */
    public Optional<JsonObject> jwks() {
        return find(ClientMembers.JWKS);
    }

    /** {@return what all instances of one software share (RFC 7591, section 2)} */
    public Optional<String> softwareId() {
        return find(ClientMembers.SOFTWARE_ID);
    }

    /** {@return the version of the software (RFC 7591, section 2)} */
    public Optional<String> softwareVersion() {
        return find(ClientMembers.SOFTWARE_VERSION);
    }

    /** {@return a JWT with members of this document as claims, unverified (RFC 7591, section 2.3)} */
    public Optional<String> softwareStatement() {
        return find(ClientMembers.SOFTWARE_STATEMENT);
    }

    /** {@return whether the client always uses DPoP (RFC 9449, section 5.2)} */
    public boolean dpopBoundAccessTokens() {
        return flag(ClientMembers.DPOP_BOUND_ACCESS_TOKENS);
    }

    /** {@return whether the client always pushes its authorization requests (RFC 9126, section 6)} */
    public boolean requirePushedAuthorizationRequests() {
        return flag(ClientMembers.REQUIRE_PUSHED_AUTHORIZATION_REQUESTS);
    }

    /** {@return whether the client always signs its authorization requests (RFC 9101, section 10.5)} */
    public boolean requireSignedRequestObject() {
        return flag(ClientMembers.REQUIRE_SIGNED_REQUEST_OBJECT);
    }

    /**
     * {@return whether the client wants access tokens bound to its TLS certificate (RFC 8705, section
     *     3.4)}
     */
    public boolean tlsClientCertificateBoundAccessTokens() {
        return flag(ClientMembers.TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS);
    }

    /** {@return the distinguished name of the TLS certificate (RFC 8705, section 2.1.2)} */
    public Optional<String> tlsClientAuthSubjectDn() {
        return find(ClientMembers.TLS_CLIENT_AUTH_SUBJECT_DN);
    }

    /** {@return the DNS name in the TLS certificate (RFC 8705, section 2.1.2)} */
    public Optional<String> tlsClientAuthSanDns() {
        return find(ClientMembers.TLS_CLIENT_AUTH_SAN_DNS);
    }

    /** {@return the URI in the TLS certificate (RFC 8705, section 2.1.2)} */
    public Optional<String> tlsClientAuthSanUri() {
        return find(ClientMembers.TLS_CLIENT_AUTH_SAN_URI);
    }

    /** {@return the address in the TLS certificate (RFC 8705, section 2.1.2)} */
    public Optional<String> tlsClientAuthSanIp() {
        return find(ClientMembers.TLS_CLIENT_AUTH_SAN_IP);
    }

    /** {@return the mail address in the TLS certificate (RFC 8705, section 2.1.2)} */
    public Optional<String> tlsClientAuthSanEmail() {
        return find(ClientMembers.TLS_CLIENT_AUTH_SAN_EMAIL);
    }

    /** {@return the types of authorization details the client uses (RFC 9396, section 10)} */
    public List<String> authorizationDetailsTypes() {
        return list(ClientMembers.AUTHORIZATION_DETAILS_TYPES);
    }

    /** Names the members, not their values. */
    @Override
    public String toString() {
        return "ClientMetadata" + toJson().keySet();
    }
}
