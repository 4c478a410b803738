package org.mcpoauth.spi.client;

import java.util.Objects;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;

/**
 * A token that says to an identity provider who the user is (RFC 8693, section 2.1).
 *
 * @param value the token
 * @param type what it is: an ID token, a SAML assertion or a refresh token of the identity provider
 */
public record SubjectToken(Secret value, TokenTypeIdentifier type) {

    /** Checks that nothing is missing. */
    public SubjectToken {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(type, "type");
    }

    /**
     * An ID token of OpenID Connect.
     *
     * @param value the token
     * @return the token with its type
     */
    public static SubjectToken idToken(Secret value) {
        return new SubjectToken(value, TokenTypeIdentifier.ID_TOKEN);
    }
}
