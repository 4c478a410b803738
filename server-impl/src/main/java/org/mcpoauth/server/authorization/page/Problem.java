package org.mcpoauth.server.authorization.page;

import org.mcpoauth.api.error.ErrorCode;

/**
 * What an error page explains.
 *
 * @param key the text in the resource bundle
 * @param code the error code for developers
 */
public record Problem(String key, ErrorCode code) {
    /** The request cannot be read. */
    public static final Problem MALFORMED = new Problem("error.malformed", ErrorCode.INVALID_REQUEST);
    /** There is no such client. */
    public static final Problem UNKNOWN_CLIENT = new Problem("error.client", ErrorCode.INVALID_CLIENT);
    /** The redirect URI is not one of the client's. */
    public static final Problem REDIRECT_URI = new Problem("error.redirect-uri", ErrorCode.INVALID_REQUEST);
    /** The pushed request is not (or no longer) there, or of another client. */
    public static final Problem REQUEST_URI = new Problem("error.request-uri", ErrorCode.INVALID_REQUEST_URI);
    /** The form belongs to no pending authorization of this browser. */
    public static final Problem OUT_OF_DATE = new Problem("error.out-of-date", ErrorCode.INVALID_REQUEST);
    /** The container knows no user, and logs none in. */
    public static final Problem NOT_LOGGED_IN = new Problem("error.not-logged-in", ErrorCode.LOGIN_REQUIRED);
    /** The store cannot be used now. */
    public static final Problem UNAVAILABLE = new Problem("error.unavailable", ErrorCode.TEMPORARILY_UNAVAILABLE);
    /** Something of ours failed. */
    public static final Problem FAILED = new Problem("error.failed", ErrorCode.SERVER_ERROR);
}
