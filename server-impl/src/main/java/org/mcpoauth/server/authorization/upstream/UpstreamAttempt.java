package org.mcpoauth.server.authorization.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * One login upstream. Its nonce and PKCE verifier are digests over the browser's cookie, which nobody else knows, and
 * the state, which is used once; so nothing more has to be stored.
 *
 * @param cookie the value of the browser's cookie
 * @param state names the attempt, random
 * @param requested how the client wants the user to be authenticated
 */
public record UpstreamAttempt(String cookie, String state, RequestedAuthentication requested) {

    /**
     * How long ago the user may have logged in, {@code null} if that does not matter. A new login is one of age zero,
     * which the issuer has to tell the time of (OpenID Connect Core 1.0, section 3.1.2.1); it need not for a mere
     * {@code prompt=login}.
     */
    @Nullable
    Duration maxAge() {
        return requested.maxAge() == null && requested.demandsLogin() ? Duration.ZERO : requested.maxAge();
    }

    String nonce() {
        return Sha256.base64Url(cookie + ".upstream-nonce." + state);
    }

    String verifier() {
        return Sha256.base64Url(cookie + ".upstream-verifier." + state);
    }

    String challenge() {
        return Sha256.base64Url(verifier());
    }

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "UpstreamAttempt";
    }
}
