package org.mcpoauth.spi.support.endpoint;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;

/**
 * The cookie that names a browser (draft-ietf-httpbis-rfc6265bis, section 4.1.3.2): with the prefix {@code
 * __Host-} and {@code Secure} on https, without both on loopback http. A browser that sends two of them
 * may have been given one by a neighbour, so neither counts.
 */
public final class BrowserCookie {
    private static final int OCTETS = 32;

    private final String name;
    private final String attributes;

    /**
     * A cookie for all of an origin.
     *
     * @param name the name without prefix
     * @param origin any URL of the origin
     */
    public BrowserCookie(String name, URI origin) {
        boolean isSecure = "https".equalsIgnoreCase(origin.getScheme());
        this.name = isSecure ? "__Host-" + name : name;
        this.attributes = "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "");
    }

    /** The value that a request brings: 32 octets in base64url. */
    public Optional<String> read(HttpHeaders headers) {
        List<String> values = headers.allValues("Cookie").stream()
                .flatMap(line -> List.of(line.split(";", -1)).stream())
                .map(String::strip)
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .toList();
        return values.size() == 1 ? Optional.of(values.get(0)).filter(BrowserCookie::isOurs) : Optional.empty();
    }

    /** The header line that sets it. */
    public String header(String value) {
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
