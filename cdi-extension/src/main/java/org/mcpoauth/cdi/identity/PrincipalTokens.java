package org.mcpoauth.cdi.identity;

import java.security.Principal;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.resource.ContainerTokenSource;
import org.mcpoauth.spi.resource.GuardedRequest;

/**
 * The token of a caller that the container has authenticated by MicroProfile JWT: its principal is then a
 * {@code JsonWebToken} (MicroProfile JWT 2.1, "Mapping MP-JWT Tokens to Jakarta EE Container APIs"). The
 * principal is asked for, not the bean, which may be ours.
 */
final class PrincipalTokens implements ContainerTokenSource {

    @Override
    public @Nullable Secret token(GuardedRequest request) {
        Principal caller = request.containerCaller().principal();
        return caller instanceof JsonWebToken jwt ? secret(jwt.getRawToken()) : null;
    }

    private static @Nullable Secret secret(@Nullable String text) {
        return text == null || text.isEmpty() ? null : Secret.of(text);
    }
}
