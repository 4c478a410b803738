package org.mcpoauth.api.error;

/** Stable names of what can go wrong. Names are only ever added; programs may switch over them. */
public enum FailureCode {
    /** A configured value is missing, contradicts another one or breaks a rule. */
    CONFIGURATION_INVALID(Actor.OPERATOR),
    /** Several implementations are present and none was chosen. */
    IMPLEMENTATION_AMBIGUOUS(Actor.OPERATOR),
    /** No implementation is present for what was asked. */
    IMPLEMENTATION_MISSING(Actor.OPERATOR),

    /** The connection could not be made or broke. */
    CONNECTION_FAILED(Actor.NETWORK),
    /** The answer was not complete in time. */
    TIMED_OUT(Actor.NETWORK),
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED(Actor.APPLICATION),
    /** The URL uses a scheme, host or address that the endpoint policy does not allow. */
    ENDPOINT_REFUSED(Actor.OPERATOR),

    /** The response has a status that the protocol step does not allow. */
    RESPONSE_STATUS_UNEXPECTED(Actor.AUTHORIZATION_SERVER),
    /** An endpoint that the metadata name is not there: 404, 405 or 410 without an OAuth error. */
    ENDPOINT_GONE(Actor.AUTHORIZATION_SERVER),
    /** The response has another media type than the protocol step demands. */
    RESPONSE_CONTENT_TYPE(Actor.AUTHORIZATION_SERVER),
    /** The response is larger than the limit of its kind. */
    RESPONSE_TOO_LARGE(Actor.AUTHORIZATION_SERVER),
    /** The text cannot be parsed: JSON, a compact JWS, a header value or a form. */
    PARSE_ERROR(Actor.AUTHORIZATION_SERVER),
    /** The response parsed, but a member is missing, has the wrong type or breaks a rule. */
    INVALID_RESPONSE(Actor.AUTHORIZATION_SERVER),
    /** Server metadata lacks a member that the operation needs. */
    MISSING_SERVER_METADATA(Actor.AUTHORIZATION_SERVER),
    /** No metadata document was found at any of the places the specification names. */
    METADATA_NOT_FOUND(Actor.AUTHORIZATION_SERVER),
    /** Metadata names another issuer than the one it was asked for (RFC 8414, section 3.3). */
    METADATA_ISSUER_MISMATCH(Actor.AUTHORIZATION_SERVER),
    /** Protected resource metadata is about another resource (RFC 9728, section 3.3). */
    METADATA_RESOURCE_MISMATCH(Actor.RESOURCE_SERVER),
    /** The authorization server lists the resources it serves, and this one is not among them (RFC 9728, section 4). */
    RESOURCE_NOT_LISTED(Actor.AUTHORIZATION_SERVER),
    /** The authorization server does not say that it supports PKCE with S256. */
    PKCE_UNSUPPORTED(Actor.AUTHORIZATION_SERVER),
    /** The authorization response has no {@code state}, or another one than was sent. */
    STATE_MISMATCH(Actor.USER),
    /** The authorization response comes from another issuer (RFC 9207, section 2.4). */
    RESPONSE_ISSUER_MISMATCH(Actor.AUTHORIZATION_SERVER),
    /** A parameter that may occur once occurs several times. */
    DUPLICATE_PARAMETER(Actor.AUTHORIZATION_SERVER),
    /** A JWT claim does not have the expected value. */
    JWT_CLAIM_COMPARISON(Actor.AUTHORIZATION_SERVER),
    /** A JWT is expired, not valid yet or issued in the future. */
    JWT_TIMESTAMP_CHECK(Actor.AUTHORIZATION_SERVER),
    /** A signature is wrong, or its algorithm is not allowed. */
    JWT_SIGNATURE(Actor.AUTHORIZATION_SERVER),
    /** No key, or more than one, fits the token. */
    KEY_SELECTION(Actor.AUTHORIZATION_SERVER),
    /** Client credentials belong to another authorization server than the one now in charge. */
    CREDENTIALS_ISSUER_MISMATCH(Actor.OPERATOR),
    /** There is no way to obtain a client identifier at this authorization server. */
    REGISTRATION_IMPOSSIBLE(Actor.OPERATOR),
    /**
     * A token is not bound to the key of the client though it must be, or its key is gone (RFC 9449,
     * section 5).
     */
    POSSESSION_MISSING(Actor.AUTHORIZATION_SERVER),
    /** The operation needs something that this version or configuration does not offer. */
    UNSUPPORTED_OPERATION(Actor.APPLICATION),

    /** The authorization server answered the authorization request with an error. */
    AUTHORIZATION_RESPONSE_ERROR(Actor.AUTHORIZATION_SERVER),
    /** An endpoint of the authorization server answered with an error document. */
    RESPONSE_BODY_ERROR(Actor.AUTHORIZATION_SERVER),
    /** The protected resource answered with a {@code WWW-Authenticate} challenge. */
    WWW_AUTHENTICATE_CHALLENGE(Actor.USER),
    /** The user has to authorize before the call can go on. */
    AUTHORIZATION_REQUIRED(Actor.USER),

    /** The request carried no usable credentials, or carried them in a wrong way. */
    REQUEST_INVALID(Actor.CALLER),
    /** The access token was not accepted. */
    TOKEN_INVALID(Actor.CALLER),
    /** The access token lacks a scope. */
    SCOPE_INSUFFICIENT(Actor.CALLER),

    /** A provider refused with an error that goes on the wire. */
    ENDPOINT_ERROR(Actor.CALLER),

    /** The store holds as many entries as it may; nothing was written. */
    STORE_FULL(Actor.OPERATOR),
    /** The store could not be reached or failed; nothing is known to be written. */
    STORE_UNAVAILABLE(Actor.OPERATOR),
    /** New tokens could not be stored; they are kept in memory and serve until this process ends. */
    TOKEN_NOT_PERSISTED(Actor.OPERATOR);

    private final Actor actor;

    FailureCode(Actor actor) {
        this.actor = actor;
    }

    /**
     * Who usually has to act; {@link McpOAuthException#actor()} knows better where the same may be the fault
     * of several.
     *
     * @return who has to act
     */
    public Actor actor() {
        return actor;
    }
}
