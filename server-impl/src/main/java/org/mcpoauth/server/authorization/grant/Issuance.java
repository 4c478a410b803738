package org.mcpoauth.server.authorization.grant;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.IssuedTokens;

/**
 * What a grant brought.
 *
 * @param tokens the tokens
 * @param subject the user they stand for, {@code null} if they stand for the client itself
 */
record Issuance(IssuedTokens tokens, @Nullable String subject) {}
