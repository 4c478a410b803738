package org.mcpoauth.server.authorization.register;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.server.authorization.endpoint.AuthorizationHeader;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.server.DynamicRegistration;

/**
 * Says who may register: whoever presents an initial access token, or everybody (RFC 7591, section 3). It is asked
 * before the body is read.
 */
final class Registrants {
    private final DynamicRegistration rules;

    Registrants(DynamicRegistration rules) {
        this.rules = rules;
    }

    /** Who asks; refused with 401 without a good token where one is needed. */
    Registrant identify(EndpointRequest request) {
        Optional<Secret> token = AuthorizationHeader.bearer(request).map(Secret::of);
        boolean isAuthenticated = token.filter(this::isGood).isPresent();
        if (!isAuthenticated && rules.mode() == DynamicRegistration.Mode.TOKEN) {
            throw EndpointException.registration(ErrorCode.INVALID_TOKEN, null);
        }
        return new Registrant(token.orElse(null), isAuthenticated);
    }

    /** All tokens are compared, so that the time tells nothing about which one was close. */
    private boolean isGood(Secret presented) {
        long equal = rules.initialAccessTokens().current().stream()
                .filter(known -> known.matches(presented.reveal()))
                .count();
        return equal > 0 || rules.policy().accepts(presented);
    }

    /**
     * One who asks to be registered.
     *
     * @param token what it presented, or {@code null}
     * @param isAuthenticated whether that is a good token
     */
    record Registrant(@Nullable Secret token, boolean isAuthenticated) {}
}
