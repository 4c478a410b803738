package org.mcpoauth.cdi.identity;

import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What Jakarta REST knows of the caller of one request. Request scoped; the container makes proxies of this class. */
public class RequestCaller {
    private volatile @Nullable Principal user;
    private volatile @Nullable HttpHeaders cookies;

    /** For the container. */
    public RequestCaller() {}

    /** Who has signed in; empty for nobody, and where no binding of Jakarta REST tells it. */
    public Optional<Principal> user() {
        return Optional.ofNullable(user).filter(known -> known.getName() != null);
    }

    /** The header lines that tell the browser; empty where no binding of Jakarta REST tells them. */
    public Optional<HttpHeaders> cookies() {
        return Optional.ofNullable(cookies);
    }

    /** Takes what the binding says. */
    public void set(@Nullable Principal known, HttpHeaders lines) {
        user = known;
        cookies = lines;
    }
}
