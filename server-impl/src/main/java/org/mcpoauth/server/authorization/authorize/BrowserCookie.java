package org.mcpoauth.server.authorization.authorize;

import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * The cookie that names a browser (draft-ietf-httpbis-rfc6265bis, section 4.1.3.2): with the prefix {@code
 * __Host-} and {@code Secure} on https, without both on loopback http. A browser that sends two of them
 * may have been given one by a neighbour, so neither counts.
 */
final class BrowserCookie {
    private static final String NAME = "mcp-oauth-browser";
    private static final int OCTETS = 32;

    private final String name;
    private final String attributes;

    BrowserCookie(Issuer issuer) {
        boolean isSecure = "https".equalsIgnoreCase(issuer.uri().getScheme());
        this.name = isSecure ? "__Host-" + NAME : NAME;
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "");
    }

    Optional<String> read(EndpointRequest request) {
        List<String> values = request.headers().allValues("Cookie").stream()
                .flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
        return values.size() == 1 ? Optional.of(values.get(0)).filter(BrowserCookie::isOurs) : Optional.empty();
    }

    String header(String value) {
        return name + "=" + value + attributes;
    }

    private static boolean isOurs(String value) {
        try {
            return Base64Url.decode(value).length == OCTETS;
        } catch (MalformedException e) {
            return false;
        }
    }
}
