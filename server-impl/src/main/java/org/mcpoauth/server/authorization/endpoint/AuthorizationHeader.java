package org.mcpoauth.server.authorization.endpoint;

import java.util.List;
import java.util.Optional;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/** The {@code Authorization} header lines of a request (RFC 9110, section 11.6.2). */
public final class AuthorizationHeader {
    private static final String BASIC = "Basic";
    private static final String BEARER = "Bearer";

    private AuthorizationHeader() {}

    /**
     * All header lines, since a second one must not be overlooked.
     *
     * @param request the request
     * @return the lines
     */
    public static List<String> lines(EndpointRequest request) {
        return request.headers().allValues("Authorization");
    }

    /**
     * Whether the client tried HTTP Basic.
     *
     * @param request the request
     * @return {@code true} if a line is of that scheme
     */
    public static boolean isBasic(EndpointRequest request) {
        return lines(request).stream().anyMatch(line -> isScheme(line, BASIC));
    }

    /**
     * Whether the request comes with a token.
     *
     * @param request the request
     * @return {@code true} if a line is of the scheme {@code Bearer} or {@code DPoP}
     */
    public static boolean isToken(EndpointRequest request) {
        return lines(request).stream().anyMatch(line -> isScheme(line, BEARER) || isScheme(line, "DPoP"));
    }

    /**
     * The credentials of the only line, if it is {@code Basic}.
     *
     * @param request the request
     * @return the text after the scheme, empty otherwise
     */
    public static Optional<String> basic(EndpointRequest request) {
        return credentials(request, BASIC);
    }

    /**
     * The credentials of the only line, if it is {@code Bearer}.
     *
     * @param request the request
     * @return the text after the scheme, empty otherwise
     */
    public static Optional<String> bearer(EndpointRequest request) {
        return credentials(request, BEARER);
    }

    private static Optional<String> credentials(EndpointRequest request, String scheme) {
        List<String> lines = lines(request);
        return lines.size() == 1 && isScheme(lines.get(0), scheme)
                ? Optional.of(lines.get(0).substring(scheme.length()).strip()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static boolean isScheme(String line, String scheme) {
        return line.regionMatches(true, 0, scheme, 0, scheme.length())
                && (line.length() == scheme.length() || line.charAt(scheme.length()) == ' ');
    }
}
