package org.mcpoauth.server.authorization.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.http.AddressRange;

/**
 * Finds out from which address a request comes: that of the connection, unless it is that of a trusted proxy, whose
 * header is then read from its end on up to the first address that is no trusted proxy ({@code Forwarded} of RFC 7239,
 * or {@code X-Forwarded-For}). Where both headers are there and disagree, the client may have sent one of them, and
 * neither is believed.
 */
final class ClientAddresses {
    private static final int MAX_HOPS = 32;
    private static final int MAX_LENGTH = 4096;
    private static final int NETWORK_OCTETS = 8;

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization");

    private final List<AddressRange> proxies;
    private final AtomicBoolean hasWarnedOfProxy = new AtomicBoolean();
    private final AtomicBoolean hasWarnedOfUnknown = new AtomicBoolean();

    ClientAddresses(List<String> proxies) {
        try {
            this.proxies = proxies.stream().map(AddressRange::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("rate-limit.trusted-proxies", "are address blocks such as 10.0.0.0/8");
        }
    }

    /** The address, of IPv6 the network; empty when the binding does not know it. */
    Optional<String> of(EndpointRequest request) {
        String peer = request.remoteAddress();
        if (peer == null) {
            warnOfUnknown();
            return Optional.empty();
        }
        boolean isProxy = isProxy(peer);
        if (!isProxy && isForwarded(request.headers())) {
            warnOfProxy(peer);
        }
        return Optional.of(network(isProxy ? behind(request, peer) : peer));
    }

    private static boolean isForwarded(HttpHeaders headers) {
        return headers.firstValue("Forwarded").isPresent()
                || headers.firstValue("X-Forwarded-For").isPresent();
    }

    /** Once: anybody can send such a header, and a log must not grow with it. */
    private void warnOfProxy(String peer) {
        if (hasWarnedOfProxy.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4610 " + network(peer) + " sends Forwarded or X-Forwarded-For and is no trusted proxy: "
                            + "where it is a proxy of yours, all who come through it count as one address until "
                            + "mcp.oauth.as.rate-limit.trusted-proxies names it");
        }
    }

    private void warnOfUnknown() {
        if (hasWarnedOfUnknown.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "MCPO4611 nobody tells from which address requests come, as with Jakarta REST: all of them share"
                            + " one count of registrations, failures and authorizations, and secrets can be guessed at"
                            + " longer");
        }
    }

    private String behind(EndpointRequest request, String proxy) {
        List<String> forwarded = request.headers().allValues("Forwarded");
        List<String> forwardedFor = request.headers().allValues("X-Forwarded-For");
        String standard = client(
                elements(forwarded).stream().map(ClientAddresses::forParameter).toList(), proxy);
        String usual = client(elements(forwardedFor), proxy);
        if (forwarded.isEmpty() || forwardedFor.isEmpty()) {
            return forwarded.isEmpty() ? usual : standard;
        }
        return standard.equals(usual) ? standard : proxy;
    }

    /** The last element was added by the proxy itself; what stands before an unknown address is hearsay. */
    private String client(List<String> hops, String proxy) {
        String nearest = proxy;
        for (int i = hops.size() - 1; i >= 0 && isProxy(nearest); i--) {
            Optional<String> hop = literal(hops.get(i));
            if (hop.isEmpty()) {
                return nearest;
            }
            nearest = hop.get();
        }
        return nearest;
    }

    private boolean isProxy(String address) {
        return proxies.stream().anyMatch(block -> block.contains(address));
    }

    private static List<String> elements(List<String> lines) {
        String all = String.join(",", lines);
        String[] elements = all.length() > MAX_LENGTH ? new String[0] : all.split(",", -1);
        return elements.length > MAX_HOPS
                ? List.of()
                : Arrays.stream(elements).map(String::strip).toList();
    }

    /** RFC 7239, section 4: pairs separated by semicolons; the value may be quoted. */
    private static String forParameter(String element) {
        for (String pair : element.split(";", -1)) {
            String text = pair.strip();
            if (text.toLowerCase(Locale.ROOT).startsWith("for=")) {
                String value = text.substring("for=".length());
                boolean isQuoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return isQuoted ? value.substring(1, value.length() - 1) : value;
            }
        }
        return "";
    }

    /** An address without brackets and port; names and hidden identifiers are none (RFC 7239, section 6). */
    private static Optional<String> literal(String node) {
        int bracket = node.indexOf(']');
        if (node.startsWith("[") && bracket > 0) {
            return address(node.substring(1, bracket));
        }
        int colon = node.indexOf(':');
        boolean hasPort = colon > 0 && colon == node.lastIndexOf(':');
        return address(hasPort ? node.substring(0, colon) : node);
    }

    private static Optional<String> address(String text) {
        AddressRange all = text.indexOf(':') >= 0 ? AddressRange.parse("::/0") : AddressRange.parse("0.0.0.0/0");
        boolean isMapped = text.toLowerCase(Locale.ROOT).startsWith("::ffff:");
        return isMapped || all.contains(text) ? Optional.of(text) : Optional.empty();
    }

    /** A household has a whole IPv6 network, so one address of it says nothing. No name is looked up. */
    private static String network(String literal) {
        if (literal.indexOf(':') < 0) {
            return literal;
        }
        try {
            int zone = literal.indexOf('%');
            InetAddress address = InetAddress.getByName(zone < 0 ? literal : literal.substring(0, zone));
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_OCTETS)
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
