package org.mcpoauth.server.authorization.grant;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.api.provider.IssuedTokens;

/**
 * What a grant brought.
 *
 * @param tokens the tokens
 * @param subject the user they stand for, {@code null} if they stand for the client itself
 * @param issuedTokenType what was issued, told after an exchange (RFC 8693, section 2.2.1), else {@code null}
 * @param idToken who the user is, for the client, or {@code null}
 */
record Issuance(
        IssuedTokens tokens,
        @Nullable String subject,
        @Nullable TokenTypeIdentifier issuedTokenType,
        @Nullable Secret idToken) {

    Issuance(IssuedTokens tokens, @Nullable String subject) {
        this(tokens, subject, null, null);
    }

    Issuance(IssuedTokens tokens, @Nullable String subject, TokenTypeIdentifier issuedTokenType) {
        this(tokens, subject, issuedTokenType, null);
    }
}
