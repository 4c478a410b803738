package org.mcpoauth.api.metadata;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The members of authorization server metadata that OpenID Connect, its logout and backchannel
 * specifications, JARM and RFC 9701 define. A view of the same document; MCP itself needs none of them.
 * Immutable and safe for use by threads.
 *
 * <p>Where a member is absent, a list is empty and a flag is {@code false}, unless the method says
 * otherwise. Lists cannot be changed.
 */
public final class OpenIdProviderMetadata {
    private final AuthorizationServerMetadata document;

    OpenIdProviderMetadata(AuthorizationServerMetadata document) {
        this.document = document;
    }

    /** {@return the URL of the UserInfo endpoint (OpenID Connect Discovery, section 3)} */
    public Optional<URI> userinfoEndpoint() {
        return document.find(ServerMembers.USERINFO_ENDPOINT);
    }

    /** {@return the authentication context classes (OpenID Connect Discovery, section 3)} */
    public List<String> acrValuesSupported() {
        return document.list(ServerMembers.ACR_VALUES_SUPPORTED);
    }

    /** {@return the subject identifier types (OpenID Connect Discovery, section 3)} */
    public List<String> subjectTypesSupported() {
        return document.list(ServerMembers.SUBJECT_TYPES_SUPPORTED);
    }

    /** {@return the JWS algorithms of ID Tokens (OpenID Connect Discovery, section 3)} */
    public List<String> idTokenSigningAlgValuesSupported() {
        return document.list(ServerMembers.ID_TOKEN_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code alg} values of ID Tokens (OpenID Connect Discovery, section 3)} */
    public List<String> idTokenEncryptionAlgValuesSupported() {
        return document.list(ServerMembers.ID_TOKEN_ENCRYPTION_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code enc} values of ID Tokens (OpenID Connect Discovery, section 3)} */
    public List<String> idTokenEncryptionEncValuesSupported() {
        return document.list(ServerMembers.ID_TOKEN_ENCRYPTION_ENC_VALUES_SUPPORTED);
    }

    /** {@return the JWS algorithms of UserInfo responses (OpenID Connect Discovery, section 3)} */
    public List<String> userinfoSigningAlgValuesSupported() {
        return document.list(ServerMembers.USERINFO_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /**
     * {@return the JWE {@code alg} values of UserInfo responses (OpenID Connect Discovery, section 3)}
     */
    public List<String> userinfoEncryptionAlgValuesSupported() {
        return document.list(ServerMembers.USERINFO_ENCRYPTION_ALG_VALUES_SUPPORTED);
    }

    /**
     * {@return the JWE {@code enc} values of UserInfo responses (OpenID Connect Discovery, section 3)}
     */
    public List<String> userinfoEncryptionEncValuesSupported() {
        return document.list(ServerMembers.USERINFO_ENCRYPTION_ENC_VALUES_SUPPORTED);
    }

    /** {@return the JWS algorithms of request objects (OpenID Connect Discovery, section 3)} */
    public List<String> requestObjectSigningAlgValuesSupported() {
        return document.list(ServerMembers.REQUEST_OBJECT_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code alg} values of request objects (OpenID Connect Discovery, section 3)} */
    public List<String> requestObjectEncryptionAlgValuesSupported() {
        return document.list(ServerMembers.REQUEST_OBJECT_ENCRYPTION_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code enc} values of request objects (OpenID Connect Discovery, section 3)} */
    public List<String> requestObjectEncryptionEncValuesSupported() {
        return document.list(ServerMembers.REQUEST_OBJECT_ENCRYPTION_ENC_VALUES_SUPPORTED);
    }

    /** {@return the {@code display} values (OpenID Connect Discovery, section 3)} */
    public List<String> displayValuesSupported() {
        return document.list(ServerMembers.DISPLAY_VALUES_SUPPORTED);
    }

    /**
     * {@return the claim types, where absence means {@code normal} (OpenID Connect Discovery, section
     *     3)}
     */
    public List<String> claimTypesSupported() {
        return document.list(ServerMembers.CLAIM_TYPES_SUPPORTED);
    }

    /** {@return claims that may be supplied (OpenID Connect Discovery, section 3)} */
    public List<String> claimsSupported() {
        return document.list(ServerMembers.CLAIMS_SUPPORTED);
    }

    /** {@return BCP 47 tags of the languages of claims (OpenID Connect Discovery, section 3)} */
    public List<String> claimsLocalesSupported() {
        return document.list(ServerMembers.CLAIMS_LOCALES_SUPPORTED);
    }

    /**
     * {@return whether the {@code claims} parameter is understood (OpenID Connect Discovery, section 3)}
     */
    public boolean claimsParameterSupported() {
        return document.flag(ServerMembers.CLAIMS_PARAMETER_SUPPORTED);
    }

    /**
     * {@return whether the {@code request} parameter is understood (OpenID Connect Discovery, section
     *     3)}
     */
    public boolean requestParameterSupported() {
        return document.flag(ServerMembers.REQUEST_PARAMETER_SUPPORTED);
    }

    /**
     * {@return whether the {@code request_uri} parameter is understood (OpenID Connect Discovery, section 3);
     *     {@code true} when absent}
     */
    public boolean requestUriParameterSupported() {
        return document.find(ServerMembers.REQUEST_URI_PARAMETER_SUPPORTED).orElse(true);
    }

    /**
     * {@return whether {@code request_uri} values must be registered (OpenID Connect Discovery, section
     *     3)}
     */
    public boolean requireRequestUriRegistration() {
        return document.flag(ServerMembers.REQUIRE_REQUEST_URI_REGISTRATION);
    }

    /**
     * {@return the {@code prompt} values (Initiating User Registration via OpenID Connect, section 4)}
     */
    public List<String> promptValuesSupported() {
        return document.list(ServerMembers.PROMPT_VALUES_SUPPORTED);
    }

    /**
     * {@return where a client sends the browser to log the user out (OpenID Connect RP-Initiated Logout,
     *     section 2.1)}
     */
    public Optional<URI> endSessionEndpoint() {
        return document.find(ServerMembers.END_SESSION_ENDPOINT);
    }

    /**
     * {@return the page that tells the login state (OpenID Connect Session Management, section 3.3)}
     */
    public Optional<URI> checkSessionIframe() {
        return document.find(ServerMembers.CHECK_SESSION_IFRAME);
    }

    /**
     * {@return whether logout through the browser is supported (OpenID Connect Front-Channel Logout,
     *     section 3)}
     */
    public boolean frontchannelLogoutSupported() {
        return document.flag(ServerMembers.FRONTCHANNEL_LOGOUT_SUPPORTED);
    }

    /**
     * {@return whether such a logout names the session (OpenID Connect Front-Channel Logout, section 3)}
     */
    public boolean frontchannelLogoutSessionSupported() {
        return document.flag(ServerMembers.FRONTCHANNEL_LOGOUT_SESSION_SUPPORTED);
    }

    /**
     * {@return whether logout between servers is supported (OpenID Connect Back-Channel Logout, section
     *     2.1)}
     */
    public boolean backchannelLogoutSupported() {
        return document.flag(ServerMembers.BACKCHANNEL_LOGOUT_SUPPORTED);
    }

    /**
     * {@return whether such a logout names the session (OpenID Connect Back-Channel Logout, section
     *     2.1)}
     */
    public boolean backchannelLogoutSessionSupported() {
        return document.flag(ServerMembers.BACKCHANNEL_LOGOUT_SESSION_SUPPORTED);
    }

    /** {@return the URL of the backchannel authentication endpoint (OpenID Connect CIBA, section 4)} */
    public Optional<URI> backchannelAuthenticationEndpoint() {
        return document.find(ServerMembers.BACKCHANNEL_AUTHENTICATION_ENDPOINT);
    }

    /** {@return how tokens get to the client (OpenID Connect CIBA, section 4)} */
    public List<String> backchannelTokenDeliveryModesSupported() {
        return document.list(ServerMembers.BACKCHANNEL_TOKEN_DELIVERY_MODES_SUPPORTED);
    }

    /** {@return the JWS algorithms of authentication requests (OpenID Connect CIBA, section 4)} */
    public List<String> backchannelAuthenticationRequestSigningAlgValuesSupported() {
        return document.list(ServerMembers.BACKCHANNEL_AUTHENTICATION_REQUEST_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /**
     * {@return whether the {@code user_code} parameter is understood (OpenID Connect CIBA, section 4)}
     */
    public boolean backchannelUserCodeParameterSupported() {
        return document.flag(ServerMembers.BACKCHANNEL_USER_CODE_PARAMETER_SUPPORTED);
    }

    /** {@return the JWS algorithms of authorization responses (JARM, section 4)} */
    public List<String> authorizationSigningAlgValuesSupported() {
        return document.list(ServerMembers.AUTHORIZATION_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code alg} values of authorization responses (JARM, section 4)} */
    public List<String> authorizationEncryptionAlgValuesSupported() {
        return document.list(ServerMembers.AUTHORIZATION_ENCRYPTION_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code enc} values of authorization responses (JARM, section 4)} */
    public List<String> authorizationEncryptionEncValuesSupported() {
        return document.list(ServerMembers.AUTHORIZATION_ENCRYPTION_ENC_VALUES_SUPPORTED);
    }

    /** {@return the JWS algorithms of introspection responses (RFC 9701, section 7)} */
    public List<String> introspectionSigningAlgValuesSupported() {
        return document.list(ServerMembers.INTROSPECTION_SIGNING_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code alg} values of introspection responses (RFC 9701, section 7)} */
    public List<String> introspectionEncryptionAlgValuesSupported() {
        return document.list(ServerMembers.INTROSPECTION_ENCRYPTION_ALG_VALUES_SUPPORTED);
    }

    /** {@return the JWE {@code enc} values of introspection responses (RFC 9701, section 7)} */
    public List<String> introspectionEncryptionEncValuesSupported() {
        return document.list(ServerMembers.INTROSPECTION_ENCRYPTION_ENC_VALUES_SUPPORTED);
    }
}
