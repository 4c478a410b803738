package org.mcpoauth.api.metadata;

import java.io.Serializable;

/**
 * The type of a token in token exchange (RFC 8693, section 3). Not the {@code token_type} of a token
 * response, which says how a token is used. An open value type.
 *
 * @param value the URI of the type
 */
public record TokenTypeIdentifier(String value) implements Serializable {
    /** An OAuth access token of the authorization server (RFC 8693, section 3). */
    public static final TokenTypeIdentifier ACCESS_TOKEN =
            new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:access_token");

    /** An OAuth refresh token of the authorization server (RFC 8693, section 3). */
    public static final TokenTypeIdentifier REFRESH_TOKEN =
            new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:refresh_token");

    /** An ID Token of OpenID Connect (RFC 8693, section 3). */
    public static final TokenTypeIdentifier ID_TOKEN =
            new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:id_token");

    /** A SAML 1.1 assertion (RFC 8693, section 3). */
    public static final TokenTypeIdentifier SAML1 = new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:saml1");

    /** A SAML 2.0 assertion (RFC 8693, section 3). */
    public static final TokenTypeIdentifier SAML2 = new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:saml2");

    /** A JWT of any use (RFC 8693, section 3). */
    public static final TokenTypeIdentifier JWT = new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:jwt");

    /** An identity assertion JWT authorization grant (draft-ietf-oauth-identity-assertion-authz-grant). */
    public static final TokenTypeIdentifier ID_JAG = new TokenTypeIdentifier("urn:ietf:params:oauth:token-type:id-jag");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the value is empty, longer than 512 characters or has other
     *     characters than visible ASCII without quotation mark and backslash
     */
    public TokenTypeIdentifier {
        WireName.require(value, "a token type identifier");
    }

    /**
     * A token type identifier by its name.
     *
     * @param value the name as it stands on the wire
     * @return the value with this name
     * @throws IllegalArgumentException if the characters are not allowed
     */
    public static TokenTypeIdentifier of(String value) {
        return new TokenTypeIdentifier(value);
    }

    /** Gives the name as it stands on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
