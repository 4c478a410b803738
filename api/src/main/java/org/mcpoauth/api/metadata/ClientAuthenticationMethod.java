package org.mcpoauth.api.metadata;

import java.io.Serializable;

/**
 * How a client authenticates at an endpoint of the authorization server (RFC 7591, section 2; RFC 8414,
 * section 2). An open value type with constants for the methods this library knows.
 *
 * @param value the name, such as {@code private_key_jwt}
 */
public record ClientAuthenticationMethod(String value) implements Serializable {
    /** A public client: no authentication (RFC 7591, section 2). */
    public static final ClientAuthenticationMethod NONE = new ClientAuthenticationMethod("none");

    /** The secret in HTTP Basic (RFC 6749, section 2.3.1). The default of RFC 7591 and RFC 8414. */
    public static final ClientAuthenticationMethod CLIENT_SECRET_BASIC =
            new ClientAuthenticationMethod("client_secret_basic");

    /** The secret in the form (RFC 6749, section 2.3.1). */
    public static final ClientAuthenticationMethod CLIENT_SECRET_POST =
            new ClientAuthenticationMethod("client_secret_post");

    /** A JWT with an HMAC of the secret (RFC 7523, section 2.2; OpenID Connect Core, section 9). */
    public static final ClientAuthenticationMethod CLIENT_SECRET_JWT =
            new ClientAuthenticationMethod("client_secret_jwt");

    /** A signed JWT (RFC 7523, section 2.2; OpenID Connect Core, section 9). */
    public static final ClientAuthenticationMethod PRIVATE_KEY_JWT = new ClientAuthenticationMethod("private_key_jwt");

    /** A TLS certificate of a known subject (RFC 8705, section 2.1). */
    public static final ClientAuthenticationMethod TLS_CLIENT_AUTH = new ClientAuthenticationMethod("tls_client_auth");

    /** A registered self-signed TLS certificate (RFC 8705, section 2.2). */
    public static final ClientAuthenticationMethod SELF_SIGNED_TLS_CLIENT_AUTH =
            new ClientAuthenticationMethod("self_signed_tls_client_auth");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the value is empty, longer than 512 characters or has other
     *     characters than visible ASCII without quotation mark and backslash
     */
    public ClientAuthenticationMethod {
        WireName.require(value, "a client authentication method");
    }

    /**
     * A client authentication method by its name.
     *
     * @param value the name as it stands on the wire
     * @return the value with this name
     * @throws IllegalArgumentException if the characters are not allowed
     */
    public static ClientAuthenticationMethod of(String value) {
        return new ClientAuthenticationMethod(value);
    }

    /**
     * Whether client and authorization server share a secret in this method. A client ID metadata
     * document must not name such a method, since everybody can read the document.
     *
     * @return {@code true} for the three methods with a client secret
     */
    public boolean usesSharedSecret() {
        return equals(CLIENT_SECRET_BASIC) || equals(CLIENT_SECRET_POST) || equals(CLIENT_SECRET_JWT);
    }

    /** Gives the name as it stands on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
