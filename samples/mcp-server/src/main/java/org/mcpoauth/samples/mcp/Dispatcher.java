package org.mcpoauth.samples.mcp;

import org.mcpoauth.api.token.TokenPrincipal;

/** Answers the messages of one protocol era. */
interface Dispatcher {

    /** Answers, or throws {@link RpcFailure}. */
    Reply dispatch(RequestHeaders headers, RpcMessage message, TokenPrincipal caller);
}
