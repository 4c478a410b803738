package org.mcpoauth.server.authorization.possession;

import java.util.Map;
import org.mcpoauth.server.proof.NonceOffers;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * Adds {@code DPoP-Nonce} to answers, right ones and errors alike (RFC 9449, section 8.2).
 *
 * @param offers knows who needs one
 * @param handler who answers
 */
record NonceOffering(NonceOffers offers, EndpointHandler handler) implements EndpointHandler {

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        EndpointResponse response = handler.handle(request);
        Map<String, String> lines = offers.lines(request.headers());
        if (lines.isEmpty()) {
            return response;
        }
        ResponseHeaders headers = ResponseHeaders.of(response);
        lines.forEach(headers::set);
        return headers.answer(response.status(), response.body());
    }
}
