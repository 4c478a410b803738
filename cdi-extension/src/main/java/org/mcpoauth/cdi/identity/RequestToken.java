package org.mcpoauth.cdi.identity;

import java.security.Principal;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;

/** What the guard left for one request. Request scoped; the container makes proxies of this class. */
public class RequestToken {
    private volatile @Nullable VerifiedToken token;
    private volatile @Nullable Principal caller;

    /** For the container. */
    public RequestToken() {}

    /** The accepted token, {@code null} if no guard let the request pass or it is open to everybody. */
    public @Nullable VerifiedToken token() {
        return token;
    }

    /** Who calls, {@code null} with the token. */
    public @Nullable Principal caller() {
        return caller;
    }

    /** Takes what the guard says, in place of what it said before. */
    public void set(@Nullable VerifiedToken accepted, @Nullable Principal named) {
        token = accepted;
        caller = named;
    }
}
