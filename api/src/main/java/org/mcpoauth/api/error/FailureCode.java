package org.mcpoauth.api.error;

/** Stable names of what can go wrong. Names are only ever added; programs may switch over them. */
public enum FailureCode {
    /** A configured value is missing, contradicts another one or breaks a rule. */
    CONFIGURATION_INVALID,
    /** Several implementations are present and none was chosen. */
    IMPLEMENTATION_AMBIGUOUS,
    /** No implementation is present for what was asked. */
    IMPLEMENTATION_MISSING,

    /** The connection could not be made or broke. */
    CONNECTION_FAILED,
    /** The answer was not complete in time. */
    TIMED_OUT,
    /** The calling thread was interrupted; its interrupt flag is set again. */
    INTERRUPTED,
    /** The URL uses a scheme, host or address that the endpoint policy does not allow. */
    ENDPOINT_REFUSED,

    /** The response has a status that the protocol step does not allow. */
    RESPONSE_STATUS_UNEXPECTED,
    /** The response has another media type than the protocol step demands. */
    RESPONSE_CONTENT_TYPE,
    /** The response is larger than the limit of its kind. */
    RESPONSE_TOO_LARGE,
    /** The text cannot be parsed: JSON, a compact JWS, a header value or a form. */
    PARSE_ERROR,
    /** The response parsed, but a member is missing, has the wrong type or breaks a rule. */
    INVALID_RESPONSE,
    /** Server metadata lacks a member that the operation needs. */
    MISSING_SERVER_METADATA,
    /** No metadata document was found at any of the places the specification names. */
    METADATA_NOT_FOUND,
    /** Metadata names another issuer than the one it was asked for (RFC 8414, section 3.3). */
    METADATA_ISSUER_MISMATCH,
    /** Protected resource metadata is about another resource (RFC 9728, section 3.3). */
    METADATA_RESOURCE_MISMATCH,
    /** The authorization server does not say that it supports PKCE with S256. */
    PKCE_UNSUPPORTED,
    /** The authorization response has no {@code state}, or another one than was sent. */
    STATE_MISMATCH,
    /** The authorization response comes from another issuer (RFC 9207, section 2.4). */
    RESPONSE_ISSUER_MISMATCH,
    /** A parameter that may occur once occurs several times. */
    DUPLICATE_PARAMETER,
    /** A JWT claim does not have the expected value. */
    JWT_CLAIM_COMPARISON,
    /** A JWT is expired, not valid yet or issued in the future. */
    JWT_TIMESTAMP_CHECK,
    /** A signature is wrong, or its algorithm is not allowed. */
    JWT_SIGNATURE,
    /** No key, or more than one, fits the token. */
    KEY_SELECTION,
    /** Client credentials belong to another authorization server than the one now in charge. */
    CREDENTIALS_ISSUER_MISMATCH,
    /** There is no way to obtain a client identifier at this authorization server. */
    REGISTRATION_IMPOSSIBLE,
    /**
     * A token is not bound to the key of the client though it must be, or its key is gone (RFC 9449,
     * section 5).
     */
    POSSESSION_MISSING,
    /** The operation needs something that this version or configuration does not offer. */
    UNSUPPORTED_OPERATION,

    /** The authorization server answered the authorization request with an error. */
    AUTHORIZATION_RESPONSE_ERROR,
    /** An endpoint of the authorization server answered with an error document. */
    RESPONSE_BODY_ERROR,
    /** The protected resource answered with a {@code WWW-Authenticate} challenge. */
    WWW_AUTHENTICATE_CHALLENGE,
    /** The user has to authorize before the call can go on. */
    AUTHORIZATION_REQUIRED,

    /** The request carried no usable credentials, or carried them in a wrong way. */
    REQUEST_INVALID,
    /** The access token was not accepted. */
    TOKEN_INVALID,
    /** The access token lacks a scope. */
    SCOPE_INSUFFICIENT,

    /** A provider refused with an error that goes on the wire. */
    ENDPOINT_ERROR,

    /** The store holds as many entries as it may; nothing was written. */
    STORE_FULL,
    /** The store could not be reached or failed; nothing is known to be written. */
    STORE_UNAVAILABLE,
    /** New tokens could not be stored; they are kept in memory and serve until this process ends. */
    TOKEN_NOT_PERSISTED
}
