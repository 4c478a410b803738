package org.mcpoauth.server.authorization.grant;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.support.endpoint.Parameters;

/** The {@code scope} of a token request: never more than may be granted (RFC 6749, section 3.3). */
final class RequestedScopes {
    private RequestedScopes() {}

    static Scopes within(Scopes allowed, Scopes absent, Parameters form) {
        Scopes requested = form.find("scope").map(RequestedScopes::parse).orElse(absent);
        if (!allowed.containsAll(requested)) {
            throw invalid();
        }
        return requested;
    }

    /**
     * What is left of the requested scopes, for grants whose limit the client does not know.
     *
     * @param allowed the limit
     * @param absent what counts as requested when nothing is
     * @param form the request
     * @return some or all of the requested scopes
     * @throws EndpointException with {@code invalid_scope} if something is requested and nothing left
     */
    static Scopes left(Scopes allowed, Scopes absent, Parameters form) {
        Scopes requested = form.find("scope").map(RequestedScopes::parse).orElse(absent);
        Scopes left = requested.intersect(allowed);
        if (left.isEmpty() && !requested.isEmpty()) {
            throw invalid();
        }
        return left;
    }

    private static Scopes parse(String text) {
        try {
            return Scopes.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static EndpointException invalid() {
        return EndpointException.token(ErrorCode.INVALID_SCOPE, "the scope is malformed or more than may be granted");
    }
}
