package org.mcpoauth.spi.server;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Where the endpoints of an authorization server are: paths below its base path. Immutable.
 *
 * @param authorize the authorization endpoint (RFC 6749, section 3.1)
 * @param token the token endpoint (RFC 6749, section 3.2)
 * @param register the client registration endpoint (RFC 7591, section 3), if registration is offered
 * @param revoke the revocation endpoint (RFC 7009, section 2)
 * @param introspect the introspection endpoint (RFC 7662, section 2), if there is a way to authenticate at it
 * @param jwks the key set (RFC 7517, section 5)
 * @param par the pushed authorization request endpoint (RFC 9126, section 2), {@code null} to offer none
 * @param device the device authorization endpoint (RFC 8628, section 3.1), {@code null} to offer none
 * @param devicePage the page where users enter the codes of their devices, if that is offered; better short
 */
public record EndpointPaths(
        String authorize,
        String token,
        String register,
        String revoke,
        String introspect,
        String jwks,
        @Nullable String par,
        @Nullable String device,
        String devicePage) {
    /**
     * {@code /authorize}, {@code /token}, {@code /register}, {@code /revoke}, {@code /introspect}, {@code /jwks}; a
     * page at {@code /activate} should devices be offered.
     */
    public static final EndpointPaths DEFAULT = new EndpointPaths(
            "/authorize", "/token", "/register", "/revoke", "/introspect", "/jwks", null, null, "/activate");

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if a value is no path, see {@link #isPath}
     */
    public EndpointPaths {
        require(authorize, "endpoints.authorize");
        require(token, "endpoints.token");
        require(register, "endpoints.register");
        require(revoke, "endpoints.revoke");
        require(introspect, "endpoints.introspect");
        require(jwks, "endpoints.jwks");
        if (par != null) {
            require(par, "endpoints.par");
        }
        if (device != null) {
            require(device, "endpoints.device");
        }
        require(devicePage, "endpoints.device-page");
    }

    /**
     * Whether a text is a path that proxies and servers leave as it is: segments of letters, digits, {@code -},
     * {@code .}, {@code _} and {@code ~}, each behind a slash, none of them empty or of dots only.
     *
     * @param text the text
     * @return {@code true} if it is
     */
    public static boolean isPath(String text) {
        return text.startsWith("/")
                && Stream.of(text.substring(1).split("/", -1)).allMatch(EndpointPaths::isSegment);
    }

    /**
     * The same with another value: the authorization endpoint.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withAuthorize(String value) {
        return new EndpointPaths(value, token, register, revoke, introspect, jwks, par, device, devicePage);
    }

    /**
     * The same with another value: the token endpoint.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withToken(String value) {
        return new EndpointPaths(authorize, value, register, revoke, introspect, jwks, par, device, devicePage);
    }

    /**
     * The same with another value: the client registration endpoint.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withRegister(String value) {
        return new EndpointPaths(authorize, token, value, revoke, introspect, jwks, par, device, devicePage);
    }

    /**
     * The same with another value: the revocation endpoint.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withRevoke(String value) {
        return new EndpointPaths(authorize, token, register, value, introspect, jwks, par, device, devicePage);
    }

    /**
     * The same with another value: the introspection endpoint.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withIntrospect(String value) {
        return new EndpointPaths(authorize, token, register, revoke, value, jwks, par, device, devicePage);
    }

    /**
     * The same with another value: the key set.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withJwks(String value) {
        return new EndpointPaths(authorize, token, register, revoke, introspect, value, par, device, devicePage);
    }

    /**
     * The same with another value: the pushed authorization request endpoint.
     *
     * @param value the new value, {@code null} to offer none
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withPar(@Nullable String value) {
        return new EndpointPaths(authorize, token, register, revoke, introspect, jwks, value, device, devicePage);
    }

    /**
     * The same with another value: the device authorization endpoint.
     *
     * @param value the new value, {@code null} to offer none
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withDevice(@Nullable String value) {
        return new EndpointPaths(authorize, token, register, revoke, introspect, jwks, par, value, devicePage);
    }

    /**
     * The same with another value: the page where users enter the codes of their devices.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public EndpointPaths withDevicePage(String value) {
        return new EndpointPaths(authorize, token, register, revoke, introspect, jwks, par, device, value);
    }

    private static void require(String path, String key) {
        if (!isPath(path)) {
            throw new ConfigurationException(key, "is a path such as /token, of letters, digits and -._~");
        }
    }

    private static boolean isSegment(String segment) {
        return segment.chars().allMatch(EndpointPaths::isUnreserved)
                && segment.chars().anyMatch(c -> c != '.');
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
