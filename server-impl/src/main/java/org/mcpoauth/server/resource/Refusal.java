package org.mcpoauth.server.resource;

import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/**
 * Why a request is refused, which stays here, and what is answered, which tells less.
 *
 * @param reason the reason
 * @param response the answer
 */
record Refusal(RejectionReason reason, EndpointResponse response) {}
