package org.mcpoauth.spi.client;

import java.net.http.HttpHeaders;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/**
 * Where the binding of Jakarta REST leaves what it knows of the current request, so that an injected client finds its
 * caller where there are no servlets. A CDI bean; the binding looks it up once and calls it for every request that goes on
 * to the application, before any code of the application runs. Safe for use by several threads.
 */
public interface CurrentRequest {

    /**
     * The current request goes on to the application.
     *
     * @param user who has signed in, as {@code SecurityContext} says; {@code null} for nobody
     * @param headers the header lines of the request that tell its browser, which are those named {@code Cookie}
     */
    void entered(@Nullable Principal user, HttpHeaders headers);
}
