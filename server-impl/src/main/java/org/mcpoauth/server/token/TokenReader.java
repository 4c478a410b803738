package org.mcpoauth.server.token;

import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * Decides everything about an access token but whether the sender may have it, which is asked anew for
 * every request: what a reader says of a token may be kept, see {@link ProvingVerifier}. Thread-safe.
 */
@FunctionalInterface
public interface TokenReader {

    /**
     * Verifies a token.
     *
     * @return the token; its {@code cnf} stands unproved among the claims, its confirmation is {@code null}
     * @throws org.mcpoauth.api.error.TokenRejectedException if the token is not accepted
     * @throws org.mcpoauth.api.error.TransportException if keys or introspection cannot be had now
     */
    VerifiedToken read(Secret token);

    /**
     * Forgets what is remembered of revoked tokens.
     *
     * @param revoked which tokens
     */
    default void forget(TokenRevoked revoked) {}

    /** The issuers of whom no key can be had now, out of those whose keys are needed. */
    default List<Issuer> issuersWithoutKeys() {
        return List.of();
    }
}
