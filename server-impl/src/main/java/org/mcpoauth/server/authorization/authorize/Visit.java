package org.mcpoauth.server.authorization.authorize;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * A browser that came with an authorization request, or came back from a page with it.
 *
 * @param client who asks
 * @param parameters what for
 * @param cookie the value of the browser's cookie
 * @param owner who is logged in, or {@code null}
 * @param isForm whether the browser sent a form, rather than followed a link
 * @param headers header lines of the answer, such as a new cookie
 */
record Visit(
        Client client,
        AuthorizationParameters parameters,
        String cookie,
        @Nullable ResourceOwner owner,
        boolean isForm,
        ResponseHeaders headers) {

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "Visit";
    }
}
