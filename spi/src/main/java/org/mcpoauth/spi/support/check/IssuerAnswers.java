package org.mcpoauth.spi.support.check;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.McpOAuthException;

/**
 * What an issuer answered at the start.
 *
 * @param issuer who
 * @param metadataFailure why its metadata cannot be had, {@code null} if they can or nobody needs them
 * @param keysFailure why its key set cannot be had, {@code null} if it can or nobody needs it
 * @param keySet its key set, {@code null} if it cannot be had or nobody needs it
 * @param ahead how far its clock is ahead of this one, negative when behind; {@code null} if it did not say
 */
record IssuerAnswers(
        Issuer issuer,
        @Nullable McpOAuthException metadataFailure,
        @Nullable McpOAuthException keysFailure,
        @Nullable JsonObject keySet,
        @Nullable Duration ahead) {}
