package org.mcpoauth.server.resource;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.RpcBody;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.GuardedRequest;

/**
 * A request whose token was accepted and whose body was read.
 *
 * @param http the request
 * @param body its messages
 * @param token its token, {@code null} where configuration opens its JSON-RPC methods
 * @param demands what the code that serves it demands
 */
record JudgedRequest(
        GuardedRequest http, RpcBody body, @Nullable VerifiedToken token, EndpointDemands demands) {

    @Nullable
    TokenPrincipal principal() {
        return token == null ? null : token.principal();
    }
}
