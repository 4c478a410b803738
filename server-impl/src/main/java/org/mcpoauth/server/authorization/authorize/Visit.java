package org.mcpoauth.server.authorization.authorize;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.upstream.UpstreamAttempt;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * A browser that came with an authorization request, or came back from a page with it.
 *
 * @param client who asks
 * @param parameters what for
 * @param requestedAt when it asked
 * @param cookie the value of the browser's cookie
 * @param isNewBrowser whether it has yet to be told that cookie
 * @param owner who is logged in, or {@code null}
 * @param isSwitching whether the user was logged in and wants to be somebody else
 * @param isForm whether what the browser sent must not be sent again, as a form, rather than a link
 * @param request what the browser sent
 * @param headers header lines of the answer, such as a new cookie
 */
record Visit(
        Client client,
        AuthorizationParameters parameters,
        Instant requestedAt,
        String cookie,
        boolean isNewBrowser,
        @Nullable ResourceOwner owner,
        boolean isSwitching,
        boolean isForm,
        EndpointRequest request,
        ResponseHeaders headers) {

    /** What the owner must have done to be one for this request. */
    DemandedLogin demandedLogin() {
        return new DemandedLogin(parameters.authentication(), requestedAt);
    }

    /** The same with the browser and user that came. */
    Visit of(Arrival arrival) {
        return new Visit(
                client,
                parameters,
                requestedAt,
                arrival.cookie(),
                arrival.isNew(),
                arrival.owner().orElse(null),
                isSwitching,
                isForm,
                request,
                headers);
    }

    /** The same for a user who wants to be somebody else. */
    Visit ofSomebodyElse() {
        return new Visit(client, parameters, requestedAt, cookie, isNewBrowser, null, true, isForm, request, headers);
    }

    /** A login upstream for the request. */
    UpstreamAttempt upstreamAttempt(String state) {
        return new UpstreamAttempt(cookie, state, parameters.authentication(), isSwitching);
    }

    /** Who probably logs in; that is not who was logged in. */
    @Nullable
    String loginHint() {
        return isSwitching ? null : parameters.authentication().loginHint();
    }

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "Visit";
    }
}
