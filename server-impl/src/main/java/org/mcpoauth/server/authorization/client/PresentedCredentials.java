package org.mcpoauth.server.authorization.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * What a client presented to authenticate: exactly one method in a request (RFC 6749, section 2.3).
 *
 * @param way how
 * @param clientId the identifier it claims, or {@code null} when only its assertion says
 * @param secret the secret or assertion, or {@code null} if there is only the identifier
 */
record PresentedCredentials(
        PresentedWay way,
        @Nullable String clientId,
        @Nullable Secret secret) {
    private static final String CLIENT_ID = "client_id";
    private static final String CLIENT_SECRET = "client_secret";
    private static final String ASSERTION = "client_assertion";
    private static final String ASSERTION_TYPE = "client_assertion_type";
    private static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    static boolean areIn(EndpointRequest request, Parameters form) {
        return !AuthorizationHeader.lines(request).isEmpty()
                || form.has(ASSERTION)
                || form.has(ASSERTION_TYPE)
                || form.has(CLIENT_SECRET);
    }

    static PresentedCredentials of(EndpointRequest request, Parameters form) {
        List<PresentedCredentials> presented = new ArrayList<>();
        Optional<String> clientId = form.find(CLIENT_ID);
        if (!AuthorizationHeader.lines(request).isEmpty()) {
            presented.add(basic(request, clientId));
        }
        if (form.has(ASSERTION) || form.has(ASSERTION_TYPE)) {
            presented.add(assertion(form, clientId));
        }
        form.find(CLIENT_SECRET)
                .map(secret -> secretInForm(clientId, Secret.of(secret)))
                .ifPresent(presented::add);
        if (presented.size() > 1) {
            throw EndpointException.token(ErrorCode.INVALID_REQUEST, "the client authenticates in more than one way");
        }
        return presented.isEmpty() ? none(clientId) : presented.get(0);
    }

    private static PresentedCredentials basic(EndpointRequest request, Optional<String> clientId) {
        try {
            String encoded = AuthorizationHeader.basic(request).orElseThrow(PresentedCredentials::refused);
            BasicCredentials basic = BasicCredentials.parse(encoded);
            if (clientId.isPresent() && !clientId.get().equals(basic.clientId())) {
                throw EndpointException.token(ErrorCode.INVALID_REQUEST, "client_id names another client");
            }
            return new PresentedCredentials(PresentedWay.BASIC, basic.clientId(), basic.secret());
        } catch (MalformedException | IllegalArgumentException e) {
            throw refused();
        }
    }

    private static PresentedCredentials assertion(Parameters form, Optional<String> clientId) {
        Secret assertion = form.find(ASSERTION).map(Secret::of).orElseThrow(PresentedCredentials::refused);
        if (!form.find(ASSERTION_TYPE).filter(JWT_BEARER::equals).isPresent()) {
            throw refused();
        }
        return new PresentedCredentials(PresentedWay.ASSERTION, clientId.orElse(null), assertion);
    }

    private static PresentedCredentials secretInForm(Optional<String> clientId, Secret secret) {
        return new PresentedCredentials(PresentedWay.POST, clientId.orElseThrow(PresentedCredentials::refused), secret);
    }

    private static PresentedCredentials none(Optional<String> clientId) {
        return new PresentedCredentials(
                PresentedWay.IDENTIFIER, clientId.orElseThrow(PresentedCredentials::refused), null);
    }

    private static EndpointException refused() {
        return EndpointException.token(ErrorCode.INVALID_CLIENT, null);
    }
}
