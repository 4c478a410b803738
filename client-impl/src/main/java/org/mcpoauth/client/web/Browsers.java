package org.mcpoauth.client.web;

import java.net.http.HttpHeaders;
import java.security.Principal;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.client.call.ResourceClient;
import org.mcpoauth.client.token.Visitor;
import org.mcpoauth.spi.client.WebRules.Login;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.endpoint.BrowserCookie;

/** Knows browsers by their cookie, and who is at them. */
final class Browsers {
    private static final int OCTETS = 32;

    private final BrowserCookie cookie;
    private final RandomIds random;

    Browsers(BrowserCookie cookie, RandomIds random) {
        this.cookie = cookie;
        this.random = random;
    }

    /** The cookie of a browser that has one. */
    Optional<String> known(HttpHeaders headers) {
        return cookie.read(headers);
    }

    String created() {
        return Base64Url.encode(random.bytes(OCTETS));
    }

    String header(String value) {
        return cookie.header(value);
    }

    /** What is stored of a cookie. */
    static String digest(String value) {
        return Sha256.base64Url(value);
    }

    static Visitor visitor(String value) {
        return new Visitor(digest(value));
    }

    /** The user of a client: who calls, else the browser itself where the client takes browsers. */
    static Optional<Principal> user(ResourceClient client, EndpointRequest request, @Nullable String cookie) {
        return Stream.of(client.configuration().callers().source().caller(), request.caller())
                .filter(Browsers::isSomebody)
                .findFirst()
                .or(() ->
                        takesBrowsers(client) ? Optional.ofNullable(cookie).map(Browsers::visitor) : Optional.empty());
    }

    static boolean takesBrowsers(ResourceClient client) {
        return client.configuration().web().login() == Login.ANONYMOUS;
    }

    private static boolean isSomebody(@Nullable Principal user) {
        return user != null && user.getName() != null;
    }
}
