package org.mcpoauth.api.error;

import java.io.Serializable;
import java.util.Objects;

/**
 * An OAuth error code as it stands on the wire (RFC 6749, section 5.2). Registries grow, so this is
 * an open value type with constants for the registered codes this library uses.
 *
 * @param value one to 100 characters out of %x20-21, %x23-5B and %x5D-7E
 */
public record ErrorCode(String value) implements Serializable {
    /** RFC 6749, sections 4.1.2.1 and 5.2; RFC 6750, section 3.1. */
    public static final ErrorCode INVALID_REQUEST = new ErrorCode("invalid_request");
    /** RFC 6749, section 5.2. */
    public static final ErrorCode INVALID_CLIENT = new ErrorCode("invalid_client");
    /** RFC 6749, section 5.2. */
    public static final ErrorCode INVALID_GRANT = new ErrorCode("invalid_grant");
    /** RFC 6749, sections 4.1.2.1 and 5.2. */
    public static final ErrorCode UNAUTHORIZED_CLIENT = new ErrorCode("unauthorized_client");
    /** RFC 6749, section 5.2. */
    public static final ErrorCode UNSUPPORTED_GRANT_TYPE = new ErrorCode("unsupported_grant_type");
    /** RFC 6749, sections 4.1.2.1 and 5.2. */
    public static final ErrorCode INVALID_SCOPE = new ErrorCode("invalid_scope");
    /** RFC 8707, section 2. */
    public static final ErrorCode INVALID_TARGET = new ErrorCode("invalid_target");
    /** RFC 6749, section 4.1.2.1. */
    public static final ErrorCode ACCESS_DENIED = new ErrorCode("access_denied");
    /** RFC 6749, section 4.1.2.1. */
    public static final ErrorCode UNSUPPORTED_RESPONSE_TYPE = new ErrorCode("unsupported_response_type");
    /** RFC 6749, section 4.1.2.1. */
    public static final ErrorCode SERVER_ERROR = new ErrorCode("server_error");
    /** RFC 6749, section 4.1.2.1. */
    public static final ErrorCode TEMPORARILY_UNAVAILABLE = new ErrorCode("temporarily_unavailable");
    /** RFC 6750, section 3.1. */
    public static final ErrorCode INVALID_TOKEN = new ErrorCode("invalid_token");
    /** RFC 6750, section 3.1. */
    public static final ErrorCode INSUFFICIENT_SCOPE = new ErrorCode("insufficient_scope");
    /** RFC 9470, section 3. */
    public static final ErrorCode INSUFFICIENT_USER_AUTHENTICATION = new ErrorCode("insufficient_user_authentication");
    /** RFC 7591, section 3.2.2. */
    public static final ErrorCode INVALID_REDIRECT_URI = new ErrorCode("invalid_redirect_uri");
    /** RFC 7591, section 3.2.2. */
    public static final ErrorCode INVALID_CLIENT_METADATA = new ErrorCode("invalid_client_metadata");
    /** RFC 7591, section 3.2.2. */
    public static final ErrorCode INVALID_SOFTWARE_STATEMENT = new ErrorCode("invalid_software_statement");
    /** RFC 7591, section 3.2.2. */
    public static final ErrorCode UNAPPROVED_SOFTWARE_STATEMENT = new ErrorCode("unapproved_software_statement");
    /** RFC 7009, section 2.2.1. */
    public static final ErrorCode UNSUPPORTED_TOKEN_TYPE = new ErrorCode("unsupported_token_type");
    /** RFC 9449, section 5. */
    public static final ErrorCode INVALID_DPOP_PROOF = new ErrorCode("invalid_dpop_proof");
    /** RFC 9449, sections 8 and 9. */
    public static final ErrorCode USE_DPOP_NONCE = new ErrorCode("use_dpop_nonce");
    /** RFC 8628, section 3.5. */
    public static final ErrorCode AUTHORIZATION_PENDING = new ErrorCode("authorization_pending");
    /** RFC 8628, section 3.5. */
    public static final ErrorCode SLOW_DOWN = new ErrorCode("slow_down");
    /** RFC 8628, section 3.5. */
    public static final ErrorCode EXPIRED_TOKEN = new ErrorCode("expired_token");
    /** RFC 9101, section 6.2. */
    public static final ErrorCode INVALID_REQUEST_URI = new ErrorCode("invalid_request_uri");
    /** RFC 9101, section 6.2. */
    public static final ErrorCode INVALID_REQUEST_OBJECT = new ErrorCode("invalid_request_object");
    /** RFC 9101, section 10.3; OpenID Connect Core 1.0, section 3.1.2.6. */
    public static final ErrorCode REQUEST_NOT_SUPPORTED = new ErrorCode("request_not_supported");
    /** RFC 9101, section 10.3; OpenID Connect Core 1.0, section 3.1.2.6. */
    public static final ErrorCode REQUEST_URI_NOT_SUPPORTED = new ErrorCode("request_uri_not_supported");
    /** OpenID Connect Core 1.0, section 3.1.2.6. */
    public static final ErrorCode LOGIN_REQUIRED = new ErrorCode("login_required");
    /** OpenID Connect Core 1.0, section 3.1.2.6. */
    public static final ErrorCode CONSENT_REQUIRED = new ErrorCode("consent_required");
    /** OpenID Connect Core 1.0, section 3.1.2.6. */
    public static final ErrorCode INTERACTION_REQUIRED = new ErrorCode("interaction_required");
    /** RFC 9470, section 5; OpenID Connect Core Error Code unmet_authentication_requirements 1.0, section 2. */
    public static final ErrorCode UNMET_AUTHENTICATION_REQUIREMENTS =
            new ErrorCode("unmet_authentication_requirements");
    /** RFC 9396, section 5. */
    public static final ErrorCode INVALID_AUTHORIZATION_DETAILS = new ErrorCode("invalid_authorization_details");

    private static final int MAX_LENGTH = 100;

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the code is empty, too long or has other characters
     */
    public ErrorCode {
        Objects.requireNonNull(value, "value");
        if (!isErrorCode(value)) {
            throw new IllegalArgumentException("not an OAuth error code");
        }
    }

    /**
     * Tells whether a text may stand as an error code.
     *
     * @param text the text to look at
     * @return {@code true} if {@link #ErrorCode(String)} would accept it
     */
    public static boolean isErrorCode(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && text.chars().allMatch(ErrorCode::isAllowed);
    }

    /** Gives the code as it stands on the wire. */
    @Override
    public String toString() {
        return value;
    }

    private static boolean isAllowed(int character) {
        return character >= 0x20 && character <= 0x7e && character != '"' && character != '\\';
    }
}
