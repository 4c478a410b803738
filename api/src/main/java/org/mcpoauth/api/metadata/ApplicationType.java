package org.mcpoauth.api.metadata;

import java.io.Serializable;
import java.net.URI;
import java.util.Collection;
import java.util.Locale;

/**
 * The kind of a client (OpenID Connect Dynamic Client Registration, section 2), which decides what redirect
 * URIs it may have. MCP clients must send it when they register. An open value type.
 *
 * @param value {@code web} or {@code native}
 */
public record ApplicationType(String value) implements Serializable {
    /** Runs on a server; redirect URIs are {@code https} and not loopback. The default. */
    public static final ApplicationType WEB = new ApplicationType("web");

    /** Runs on the device of the user; redirect URIs are loopback or of a private-use scheme. */
    public static final ApplicationType NATIVE = new ApplicationType("native");

    /**
     * Checks the characters.
     *
     * @throws IllegalArgumentException if the value is empty, longer than 512 characters or has other
     *     characters than visible ASCII without quotation mark and backslash
     */
    public ApplicationType {
        WireName.require(value, "an application type");
    }

    /**
     * An application type by its name.
     *
     * @param value the name as it stands on the wire
     * @return the value with this name
     * @throws IllegalArgumentException if the characters are not allowed
     */
    public static ApplicationType of(String value) {
        return new ApplicationType(value);
    }

    /**
     * The type that fits the redirect URIs: {@link #NATIVE} as soon as one of them is loopback or neither
     * {@code https} nor {@code http}, else {@link #WEB}.
     *
     * @param redirectUris the redirect URIs of the client; none for a client without a browser
     * @return the type to register
     */
    public static ApplicationType fromRedirectUris(Collection<URI> redirectUris) {
        return redirectUris.stream().anyMatch(ApplicationType::isNative) ? NATIVE : WEB;
    }

    private static boolean isNative(URI uri) {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean isHttp = "https".equals(scheme) || "http".equals(scheme);
        return !isHttp || isLoopback(String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT));
    }

    /** RFC 8252, section 7.3: the loopback addresses, and the name that should stand for them. */
    private static boolean isLoopback(String host) {
        return "localhost".equals(host) || "[::1]".equals(host) || isLoopbackIpv4(host);
    }

    private static boolean isLoopbackIpv4(String host) {
        return host.startsWith("127.") && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** Gives the name as it stands on the wire. */
    @Override
    public String toString() {
        return value;
    }
}
