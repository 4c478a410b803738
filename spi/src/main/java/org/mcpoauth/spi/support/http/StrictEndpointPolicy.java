package org.mcpoauth.spi.support.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.EndpointPolicy;

/**
 * Lets through https to public addresses, and what its options add to that (MCP security best
 * practices, "Server-Side Request Forgery"; RFC 9728, section 7.7).
 *
 * <p>Addresses are judged by their bytes, never by the text of the host, so that no spelling of an
 * address gets around the rules. Immutable.
 */
public final class StrictEndpointPolicy implements EndpointPolicy {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi.http");

    private final Options options;

    public StrictEndpointPolicy(Options options) {
        this.options = Objects.requireNonNull(options, "options");
        if (options.dangerousHttpAllowed()) {
            LOG.log(System.Logger.Level.WARNING, "MCPO2102 outbound calls may use plain http everywhere");
        }
    }

    /**
     * What is allowed beyond https to public addresses.
     *
     * @param loopbackAllowed whether hosts all of whose addresses are loopback may be called, also with http
     * @param allowedHosts host names that may lie in a private network (RFC 1918, RFC 4193) and may be
     *     called through a proxy; exact names, case does not matter
     * @param allowedRanges blocks whose addresses may be called whatever they are
     * @param dangerousHttpAllowed whether plain http may be used everywhere
     */
    public record Options(
            boolean loopbackAllowed,
            Set<String> allowedHosts,
            List<AddressRange> allowedRanges,
            boolean dangerousHttpAllowed) {

        public Options {
            allowedHosts = allowedHosts.stream().map(Options::lowerCase).collect(Collectors.toUnmodifiableSet());
            allowedRanges = List.copyOf(allowedRanges);
        }

        /** Nothing but https to public addresses. */
        public static Options strict() {
            return new Options(false, Set.of(), List.of(), false);
        }

        public Options withLoopback() {
            return new Options(true, allowedHosts, allowedRanges, dangerousHttpAllowed);
        }

        public Options withAllowedHosts(Set<String> hosts) {
            return new Options(loopbackAllowed, hosts, allowedRanges, dangerousHttpAllowed);
        }

        public Options withAllowedRanges(List<AddressRange> ranges) {
            return new Options(loopbackAllowed, allowedHosts, ranges, dangerousHttpAllowed);
        }

        public Options withDangerousHttp() {
            return new Options(loopbackAllowed, allowedHosts, allowedRanges, true);
        }

        private static String lowerCase(String host) {
            return host.toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public void checkUri(URI uri) {
        require(uri, hasAllowedScheme(uri), "only https may be called");
        require(uri, uri.getHost() != null, "the URL has no valid host");
        require(uri, uri.getPort() >= -1 && uri.getPort() != 0 && uri.getPort() <= 65535, "the port is invalid");
        require(uri, uri.getRawUserInfo() == null, "the URL has user information");
        require(uri, uri.getRawFragment() == null, "the URL has a fragment");
        require(uri, isPrintableAscii(uri.toString()), "the URL has characters that must be percent-encoded");
    }

    @Override
    public void checkAddresses(URI uri, List<InetAddress> addresses) {
        require(uri, !addresses.isEmpty(), "the host has no address");
        if (options.loopbackAllowed() && addresses.stream().allMatch(StrictEndpointPolicy::isLoopback)) {
            return;
        }
        require(uri, isHttps(uri) || options.dangerousHttpAllowed(), "http may be used on loopback only");
        for (InetAddress address : addresses) {
            require(uri, isAllowed(uri, address), "the host has an address that may not be called");
        }
    }

    @Override
    public boolean isHostAllowListed(URI uri) {
        return uri.getHost() != null && options.allowedHosts().contains(Options.lowerCase(uri.getHost()));
    }

    private boolean isAllowed(URI uri, InetAddress address) {
        return switch (AddressClass.of(address)) {
            case PUBLIC -> true;
            case PRIVATE_NETWORK -> isHostAllowListed(uri) || isInAllowedRange(address);
            case LOOPBACK, SPECIAL -> isInAllowedRange(address);
        };
    }

    private boolean isInAllowedRange(InetAddress address) {
        return AddressClass.contains(options.allowedRanges(), AddressClass.bytes(address));
    }

    private boolean hasAllowedScheme(URI uri) {
        return isHttps(uri)
                || ("http".equalsIgnoreCase(uri.getScheme())
                        && (options.loopbackAllowed() || options.dangerousHttpAllowed()));
    }

    private static boolean isHttps(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    private static boolean isLoopback(InetAddress address) {
        return AddressClass.of(address) == AddressClass.LOOPBACK;
    }

    private static boolean isPrintableAscii(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    private static void require(URI uri, boolean condition, String message) {
        if (!condition) {
            throw new TransportException(FailureCode.ENDPOINT_REFUSED, uri, message, null);
        }
    }
}
