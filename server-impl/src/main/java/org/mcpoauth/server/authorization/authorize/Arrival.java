package org.mcpoauth.server.authorization.authorize;

import java.util.Optional;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;
import org.mcpoauth.spi.support.endpoint.ResponseHeaders;

/**
 * A browser at the authorization endpoint.
 *
 * @param cookie the value of its cookie
 * @param isNew whether it has yet to be told that cookie
 * @param owner who is logged in with it
 */
record Arrival(String cookie, boolean isNew, Optional<ResourceOwner> owner) {

    /** Tells a new browser its cookie. */
    void tell(BrowserCookie cookies, ResponseHeaders headers) {
        if (isNew) {
            headers.set("Set-Cookie", cookies.header(cookie));
        }
    }

    /** Gives the type only: the cookie is a secret. */
    @Override
    public String toString() {
        return "Arrival";
    }
}
