package org.mcpoauth.api.error;

/** Why a protected resource refused a request. For logs and audit, never for the wire. */
public enum RejectionReason {
    /** The request carried no token. */
    NO_TOKEN(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The {@code Authorization} header is malformed, empty or repeated, or a token came twice. */
    MALFORMED_REQUEST(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The token is longer than the limit. */
    TOO_LARGE(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token is not a compact JWS of three canonical parts. */
    MALFORMED(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The JOSE header has members this resource does not take, such as {@code crit} or {@code b64}. */
    HEADER(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The JOSE header names another type than an access token has. */
    TYPE(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The algorithm is not on the allow-list of the issuer. */
    ALGORITHM(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token comes from an issuer that this resource does not trust. */
    ISSUER(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** No key of the issuer fits the token. */
    KEY(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token was issued for another resource. */
    AUDIENCE(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token is expired. */
    EXPIRED(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token is not valid yet, or was issued in the future. */
    NOT_YET_VALID(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token is older than the resource allows. */
    TOO_OLD(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** A claim is missing or has a wrong type. */
    CLAIMS(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The signature is wrong. */
    SIGNATURE(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The container has authenticated nobody, or by another token than the presented one. */
    CONTAINER(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The authorization server says that the token is not active. */
    INACTIVE(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The token is bound to a key, and the request does not prove possession of it. */
    SENDER_CONSTRAINT(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The DPoP proof is wrong (RFC 9449, section 4.3). */
    DPOP_PROOF(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_DPOP_PROOF),
    /** The DPoP proof needs a nonce of this resource (RFC 9449, section 9). */
    DPOP_NONCE(FailureCode.TOKEN_INVALID, ErrorCode.USE_DPOP_NONCE),
    /** The principal of the token lacks a part that the configuration demands. */
    PRINCIPAL(FailureCode.TOKEN_INVALID, ErrorCode.INVALID_TOKEN),
    /** The user was authenticated too weakly or too long ago (RFC 9470). */
    USER_AUTHENTICATION(FailureCode.TOKEN_INVALID, ErrorCode.INSUFFICIENT_USER_AUTHENTICATION),
    /** The token lacks a scope of the operation. */
    SCOPE(FailureCode.SCOPE_INSUFFICIENT, ErrorCode.INSUFFICIENT_SCOPE),
    /** The {@code Origin} or {@code Host} is not one that may call, or a preflight is not allowed. */
    ORIGIN(FailureCode.REQUEST_INVALID, ErrorCode.ACCESS_DENIED),
    /** The resource is disabled, or something it needs to judge cannot be had now. */
    UNAVAILABLE(FailureCode.REQUEST_INVALID, ErrorCode.TEMPORARILY_UNAVAILABLE),
    /** The request has more or longer header lines, or a larger body, than the resource takes. */
    REQUEST_TOO_LARGE(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The body is no JSON-RPC message, or its headers say something else. */
    MESSAGE(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The session is unknown or belongs to another principal. */
    SESSION(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The task is unknown or belongs to another principal. */
    TASK(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The {@code requestState} is changed, expired, or belongs to another principal or request. */
    REQUEST_STATE(FailureCode.REQUEST_INVALID, ErrorCode.INVALID_REQUEST),
    /** The caller lacks a role that the code demands. */
    ROLE(FailureCode.SCOPE_INSUFFICIENT, ErrorCode.ACCESS_DENIED);

    private final FailureCode code;
    private final ErrorCode error;

    RejectionReason(FailureCode code, ErrorCode error) {
        this.code = code;
        this.error = error;
    }

    /**
     * The stable code of this kind of refusal.
     *
     * @return the failure code
     */
    public FailureCode code() {
        return code;
    }

    /**
     * The error that stands on the wire for this reason.
     *
     * @return the OAuth error code
     */
    public ErrorCode error() {
        return error;
    }
}
