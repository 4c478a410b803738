package org.mcpoauth.api.metadata;

import java.io.Serializable;

/**
 * A grant type (RFC 6749, section 4; RFC 7591, section 2). Registries grow, so this is an open value type
 * with constants for the grant types this library knows.
 *
 * @param value the name or URN, such as {@code authorization_code}
 */
public record GrantType(String value) implements Serializable {
    /** RFC 6749, section 4.1. */
    public static final GrantType AUTHORIZATION_CODE = new GrantType("authorization_code");

    /** RFC 6749, section 6. */
    public static final GrantType REFRESH_TOKEN = new GrantType("refresh_token");

    /** RFC 6749, section 4.4. */
    public static final GrantType CLIENT_CREDENTIALS = new GrantType("client_credentials");

    /** RFC 8693, section 2.1. */
    public static final GrantType TOKEN_EXCHANGE = new GrantType("urn:ietf:params:oauth:grant-type:token-exchange");

    /** RFC 7523, section 2.1. */
    public static final GrantType JWT_BEARER = new GrantType("urn:ietf:params:oauth:grant-type:jwt-bearer");

    /** RFC 7522, section 2.1. */
    public static final GrantType SAML2_BEARER = new GrantType("urn:ietf:params:oauth:grant-type:saml2-bearer");

    /** RFC 8628, section 3.4. */
    public static final GrantType DEVICE_CODE = new GrantType("urn:ietf:params:oauth:grant-type:device_code");

    /** OpenID Connect CIBA Core 1.0, section 4. */
    public static final GrantType CIBA = new GrantType("urn:openid:params:grant-type:ciba");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the value is empty, longer than 512 characters or has other
     *     characters than visible ASCII without quotation mark and backslash
     */
    public GrantType {
        WireName.require(value, "a grant type");
    }

    /**
     * A grant type by its name.
     *
     * @param value the name as it stands on the wire
     * @return the value with this name
     * @throws IllegalArgumentException if the characters are not allowed
     */
    public static GrantType of(String value) {
        return new GrantType(value);
    }

    /** Gives the name as it stands on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
