package org.mcpoauth.api.metadata;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The members of client metadata that OpenID Connect, its logout and backchannel specifications, JARM and
 * RFC 9701 define. A view of the same document; MCP itself needs none of them. Immutable and safe for use
 * by threads.
 *
 * <p>Where a member is absent, a list is empty and a flag is {@code false}, unless the method says
 * otherwise. Lists cannot be changed.
 */
public final class OpenIdClientMetadata {
    private final ClientMetadata document;

    OpenIdClientMetadata(ClientMetadata document) {
        this.document = document;
    }

    /**
     * {@return a list of redirect URIs that share pairwise subjects (OpenID Connect Dynamic Client
     *     Registration, section 2)}
     */
    public Optional<URI> sectorIdentifierUri() {
        return document.find(ClientMembers.SECTOR_IDENTIFIER_URI);
    }

    /** {@return the subject identifier type (OpenID Connect Dynamic Client Registration, section 2)} */
    public Optional<String> subjectType() {
        return document.find(ClientMembers.SUBJECT_TYPE);
    }

    /**
     * {@return the JWS algorithm of ID Tokens, where absence means {@code RS256} (OpenID Connect Dynamic
     *     Client Registration, section 2)}
     */
    public Optional<String> idTokenSignedResponseAlg() {
        return document.find(ClientMembers.ID_TOKEN_SIGNED_RESPONSE_ALG);
    }

    /**
     * {@return the JWE {@code alg} of ID Tokens (OpenID Connect Dynamic Client Registration, section 2)}
     */
    public Optional<String> idTokenEncryptedResponseAlg() {
        return document.find(ClientMembers.ID_TOKEN_ENCRYPTED_RESPONSE_ALG);
    }

    /**
     * {@return the JWE {@code enc} of ID Tokens (OpenID Connect Dynamic Client Registration, section 2)}
     */
    public Optional<String> idTokenEncryptedResponseEnc() {
        return document.find(ClientMembers.ID_TOKEN_ENCRYPTED_RESPONSE_ENC);
    }

    /**
     * {@return the JWS algorithm of UserInfo responses (OpenID Connect Dynamic Client Registration,
     *     section 2)}
     */
    public Optional<String> userinfoSignedResponseAlg() {
        return document.find(ClientMembers.USERINFO_SIGNED_RESPONSE_ALG);
    }

    /**
     * {@return the JWE {@code alg} of UserInfo responses (OpenID Connect Dynamic Client Registration,
     *     section 2)}
     */
    public Optional<String> userinfoEncryptedResponseAlg() {
        return document.find(ClientMembers.USERINFO_ENCRYPTED_RESPONSE_ALG);
    }

    /**
     * {@return the JWE {@code enc} of UserInfo responses (OpenID Connect Dynamic Client Registration,
     *     section 2)}
     */
    public Optional<String> userinfoEncryptedResponseEnc() {
        return document.find(ClientMembers.USERINFO_ENCRYPTED_RESPONSE_ENC);
    }

    /**
     * {@return the JWS algorithm of request objects (OpenID Connect Dynamic Client Registration, section
     *     2)}
     */
    public Optional<String> requestObjectSigningAlg() {
        return document.find(ClientMembers.REQUEST_OBJECT_SIGNING_ALG);
    }

    /**
     * {@return the JWE {@code alg} of request objects (OpenID Connect Dynamic Client Registration,
     *     section 2)}
     */
    public Optional<String> requestObjectEncryptionAlg() {
        return document.find(ClientMembers.REQUEST_OBJECT_ENCRYPTION_ALG);
    }

    /**
     * {@return the JWE {@code enc} of request objects (OpenID Connect Dynamic Client Registration,
     *     section 2)}
     */
    public Optional<String> requestObjectEncryptionEnc() {
        return document.find(ClientMembers.REQUEST_OBJECT_ENCRYPTION_ENC);
    }

    /**
     * {@return how long ago users may have authenticated when a request does not say (OpenID Connect
     *     Dynamic Client Registration, section 2)}
     */
    public Optional<Duration> defaultMaxAge() {
        return document.find(ClientMembers.DEFAULT_MAX_AGE);
    }

    /**
     * {@return whether ID Tokens must have {@code auth_time} (OpenID Connect Dynamic Client
     *     Registration, section 2)}
     */
    public boolean requireAuthTime() {
        return document.flag(ClientMembers.REQUIRE_AUTH_TIME);
    }

    /**
     * {@return authentication context classes when a request names none (OpenID Connect Dynamic Client
     *     Registration, section 2)}
     */
    public List<String> defaultAcrValues() {
        return document.list(ClientMembers.DEFAULT_ACR_VALUES);
    }

    /**
     * {@return where others may start a login (OpenID Connect Dynamic Client Registration, section 2)}
     */
    public Optional<URI> initiateLoginUri() {
        return document.find(ClientMembers.INITIATE_LOGIN_URI);
    }

    /**
     * {@return request objects that may be named by URL; fragments are hashes (OpenID Connect Dynamic
     *     Client Registration, section 2)}
     */
    public List<URI> requestUris() {
        return document.list(ClientMembers.REQUEST_URIS);
    }

    /**
     * {@return where browsers may go after logout (OpenID Connect RP-Initiated Logout, section 3.1)}
     */
    public List<URI> postLogoutRedirectUris() {
        return document.list(ClientMembers.POST_LOGOUT_REDIRECT_URIS);
    }

    /** {@return the page that logs the client out (OpenID Connect Front-Channel Logout, section 2)} */
    public Optional<URI> frontchannelLogoutUri() {
        return document.find(ClientMembers.FRONTCHANNEL_LOGOUT_URI);
    }

    /**
     * {@return whether such a logout must name the session (OpenID Connect Front-Channel Logout, section
     *     2)}
     */
    public boolean frontchannelLogoutSessionRequired() {
        return document.flag(ClientMembers.FRONTCHANNEL_LOGOUT_SESSION_REQUIRED);
    }

    /** {@return where logout tokens are sent (OpenID Connect Back-Channel Logout, section 2.2)} */
    public Optional<URI> backchannelLogoutUri() {
        return document.find(ClientMembers.BACKCHANNEL_LOGOUT_URI);
    }

    /**
     * {@return whether such a logout must name the session (OpenID Connect Back-Channel Logout, section
     *     2.2)}
     */
    public boolean backchannelLogoutSessionRequired() {
        return document.flag(ClientMembers.BACKCHANNEL_LOGOUT_SESSION_REQUIRED);
    }

    /** {@return how tokens get to the client (OpenID Connect CIBA, section 4)} */
    public Optional<String> backchannelTokenDeliveryMode() {
        return document.find(ClientMembers.BACKCHANNEL_TOKEN_DELIVERY_MODE);
    }

    /** {@return where notifications are sent (OpenID Connect CIBA, section 4)} */
    public Optional<URI> backchannelClientNotificationEndpoint() {
        return document.find(ClientMembers.BACKCHANNEL_CLIENT_NOTIFICATION_ENDPOINT);
    }

    /** {@return the JWS algorithm of authentication requests (OpenID Connect CIBA, section 4)} */
    public Optional<String> backchannelAuthenticationRequestSigningAlg() {
        return document.find(ClientMembers.BACKCHANNEL_AUTHENTICATION_REQUEST_SIGNING_ALG);
    }

    /** {@return whether the client supports user codes (OpenID Connect CIBA, section 4)} */
    public boolean backchannelUserCodeParameter() {
        return document.flag(ClientMembers.BACKCHANNEL_USER_CODE_PARAMETER);
    }

    /** {@return the JWS algorithm of authorization responses (JARM, section 3)} */
    public Optional<String> authorizationSignedResponseAlg() {
        return document.find(ClientMembers.AUTHORIZATION_SIGNED_RESPONSE_ALG);
    }

    /** {@return the JWE {@code alg} of authorization responses (JARM, section 3)} */
    public Optional<String> authorizationEncryptedResponseAlg() {
        return document.find(ClientMembers.AUTHORIZATION_ENCRYPTED_RESPONSE_ALG);
    }

    /** {@return the JWE {@code enc} of authorization responses (JARM, section 3)} */
    public Optional<String> authorizationEncryptedResponseEnc() {
        return document.find(ClientMembers.AUTHORIZATION_ENCRYPTED_RESPONSE_ENC);
    }

    /** {@return the JWS algorithm of introspection responses (RFC 9701, section 6)} */
    public Optional<String> introspectionSignedResponseAlg() {
        return document.find(ClientMembers.INTROSPECTION_SIGNED_RESPONSE_ALG);
    }

    /** {@return the JWE {@code alg} of introspection responses (RFC 9701, section 6)} */
    public Optional<String> introspectionEncryptedResponseAlg() {
        return document.find(ClientMembers.INTROSPECTION_ENCRYPTED_RESPONSE_ALG);
    }

    /** {@return the JWE {@code enc} of introspection responses (RFC 9701, section 6)} */
    public Optional<String> introspectionEncryptedResponseEnc() {
        return document.find(ClientMembers.INTROSPECTION_ENCRYPTED_RESPONSE_ENC);
    }
}
