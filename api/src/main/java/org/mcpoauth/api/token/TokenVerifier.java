package org.mcpoauth.api.token;

import java.util.List;
import org.mcpoauth.api.Issuer;

/**
 * Decides whether an access token may be used at one protected resource (RFC 6750, RFC 9068, RFC 7662;
 * MCP authorization, "Token Handling"). Audience, issuer and expiry are always part of the decision;
 * whether the scopes suffice for an operation is decided afterwards, by the resource.
 *
 * <p>Implementations are safe for use by several threads and may be asked for every request.
 */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * Verifies a token.
     *
     * @param presented the token as the request presented it
     * @return the accepted token, never {@code null}
     * @throws org.mcpoauth.api.error.TokenRejectedException if the token is not accepted
     * @throws org.mcpoauth.api.error.TransportException if keys or introspection cannot be had now; the
     *     resource answers 503
     * @throws org.mcpoauth.api.error.StorageException if replay records cannot be kept now; the resource
     *     answers 503
     */
    VerifiedToken verify(PresentedToken presented);

    /**
     * Forgets what is remembered of revoked tokens, so that the next request with one has it judged anew.
     * That ends tokens that the authorization server is asked about. One that is verified by its signature
     * alone is accepted again until it expires: only the authorization server knows better.
     *
     * <p>By default nothing is remembered.
     *
     * @param revoked which tokens
     */
    default void forget(TokenRevoked revoked) {}

    /**
     * The issuers whose tokens cannot be judged now because no key of theirs can be had, such as for a check of
     * readiness. What is missing is fetched as for a token, and no more often; that may take as long.
     *
     * <p>By default there is none.
     *
     * @return the issuers, never {@code null}; empty when all is well
     */
    default List<Issuer> issuersWithoutKeys() {
        return List.of();
    }
}
