package org.mcpoauth.spi.resource;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;

/**
 * Tells by which token the container has authenticated the caller of a request, for {@link
 * TokenForm#CONTAINER}. The answer must come from the container alone: whoever can choose it needs no
 * signature. Where MicroProfile JWT is, the CDI extension gives this source:
 *
 * <pre>{@code
 * request -> request.containerCaller().principal() instanceof JsonWebToken jwt && jwt.getRawToken() != null
 *         ? Secret.of(jwt.getRawToken())
 *         : null
 * }</pre>
 *
 * <p>Asked by the thread of the request, for every request that presents a token; safe for use by several
 * threads; does no I/O.
 */
@FunctionalInterface
public interface ContainerTokenSource {

    /**
     * The token that the container has verified, as it was received.
     *
     * @param request the request; what its headers say proves nothing here
     * @return the text of the token, or {@code null} if the container has authenticated nobody, or not by a
     *     token
     */
    @Nullable
    Secret token(GuardedRequest request);
}
