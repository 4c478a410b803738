package org.mcpoauth.server.authorization.token;

import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** The {@code token} of a revocation or introspection request (RFC 7009, section 2.1; RFC 7662, section 2.1). */
final class PresentedToken {
    private PresentedToken() {}

    static Secret of(Parameters form) {
        return form.find("token")
                .map(Secret::of)
                .orElseThrow(() -> EndpointException.token(ErrorCode.INVALID_REQUEST, "token is missing"));
    }
}
