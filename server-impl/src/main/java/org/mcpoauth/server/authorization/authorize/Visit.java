package org.mcpoauth.server.authorization.authorize;

import java.time.Instant;
import java.util.Optional;
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
 * @param arrival the browser and its user
 * @param isSwitching whether the user was logged in and wants to be somebody else
 * @param isFromClient whether the browser comes from the client, rather than from a page of this server
 * @param isForm whether what the browser sent must not be sent again, as a form, rather than a link
 * @param request what the browser sent
 * @param headers header lines of the answer, such as a new cookie
 */
record Visit(
        Client client,
        AuthorizationParameters parameters,
        Instant requestedAt,
        Arrival arrival,
        boolean isSwitching,
        boolean isFromClient,
        boolean isForm,
        EndpointRequest request,
        ResponseHeaders headers) {

    /** A browser from the client that nobody has looked at yet. */
    static Visit of(
            Client client,
            AuthorizationParameters parameters,
            Instant requestedAt,
            boolean isForm,
            EndpointRequest request,
            ResponseHeaders headers) {
        Arrival unknown = new Arrival("", true, Optional.empty());
        return new Visit(client, parameters, requestedAt, unknown, false, true, isForm, request, headers);
    }

    /** The value of the browser's cookie. */
    String cookie() {
        return arrival.cookie();
    }

    /** Who is logged in. */
    @Nullable
    ResourceOwner owner() {
        return arrival.owner().orElse(null);
    }

    /** What the owner must have done to be one for this request. */
    DemandedLogin demandedLogin() {
        return new DemandedLogin(parameters.authentication(), requestedAt);
    }

    /** The same with the browser and user that came. */
    Visit of(Arrival came) {
        return new Visit(client, parameters, requestedAt, came, isSwitching, isFromClient, isForm, request, headers);
    }

    /** The same for a user who wants to be somebody else. */
    Visit ofSomebodyElse() {
        Arrival nobody = new Arrival(arrival.cookie(), arrival.isNew(), Optional.empty());
        return new Visit(client, parameters, requestedAt, nobody, true, isFromClient, isForm, request, headers);
    }

    /** A login upstream for the request. */
    UpstreamAttempt upstreamAttempt(String state) {
        return new UpstreamAttempt(cookie(), state, parameters.authentication(), isSwitching, false);
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
