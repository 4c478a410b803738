package org.mcpoauth.server.authorization.ready;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.SecretHash;

/**
 * The authorization code of a grant. It stays when it is spent, so that a second use is noticed.
 *
 * @param hash the digest of its secret
 * @param challenge the PKCE challenge
 * @param redirectUri where it was sent
 * @param redirectUriProvidedExplicitly whether the authorization request named that
 * @param dpopThumbprint the key it is bound to, or {@code null}
 * @param nonce what an ID token for it has to repeat, or {@code null}
 * @param expiresAt when it ends
 * @param spent whether it was redeemed
 */
record CodeState(
        SecretHash hash,
        String challenge,
        URI redirectUri,
        boolean redirectUriProvidedExplicitly,
        @Nullable String dpopThumbprint,
        @Nullable String nonce,
        Instant expiresAt,
        boolean spent) {

    CodeState asSpent() {
        return new CodeState(
                hash, challenge, redirectUri, redirectUriProvidedExplicitly, dpopThumbprint, nonce, expiresAt, true);
    }
}
