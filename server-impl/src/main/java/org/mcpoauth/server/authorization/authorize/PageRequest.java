package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.authorize.LoginSessions.Session;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.endpoint.Parameters;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * A request to a page, with the pending authorization it is about.
 *
 * @param stored the pending authorization; it belongs to this browser
 * @param newer the session that was begun after the page was opened, or {@code null} if the page is
 *     of the present cookie
 * @param client who asked for it
 * @param cookie the value of the browser's cookie
 * @param parameters the query or form
 * @param isForm whether it is a genuine form, rather than a page that is to be shown
 * @param request what the browser sent
 */
record PageRequest(
        StoredPending stored,
        @Nullable Session newer,
        Client client,
        String cookie,
        Parameters parameters,
        boolean isForm,
        EndpointRequest request) {

    /** The browser with the request that waited for it. */
    Visit visit(String presentCookie, @Nullable ResourceOwner owner) {
        PendingAuthorization pending = stored.pending();
        boolean isOnce = isForm || newer != null;
        return new Visit(
                client,
                pending.parameters(),
                pending.requestedAt(),
                new Arrival(presentCookie, false, Optional.ofNullable(owner)),
                pending.isSwitching(),
                false,
                isOnce,
                request,
                new ResponseHeaders());
    }

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "PageRequest";
    }
}
