package org.mcpoauth.server.authorization.authorize;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationParameters;

/**
 * An authorization request that waits for its user.
 *
 * @param clientId who asked
 * @param parameters what for
 * @param requestedAt when
 * @param browser the digest of the cookie of the browser it belongs to
 * @param asked what the user is asked to grant, or {@code null} while nobody is logged in
 * @param isSwitching whether the user was logged in and wants to be somebody else
 * @param tries how often a password, or a login upstream, was tried
 */
record PendingAuthorization(
        String clientId,
        AuthorizationParameters parameters,
        Instant requestedAt,
        String browser,
        @Nullable Scopes asked,
        boolean isSwitching,
        int tries) {

    PendingAuthorization triedAgain() {
        return new PendingAuthorization(clientId, parameters, requestedAt, browser, asked, isSwitching, tries + 1);
    }
}
