package org.mcpoauth.spi.support.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an address is good for, judged by its bytes (RFC 6890 and the IANA special-purpose registries
 * it founded; MCP security best practices, "Server-Side Request Forgery").
 */
enum AddressClass {
    PUBLIC,
    LOOPBACK,
    /** Networks that organisations number themselves: RFC 1918 and RFC 4193. */
    PRIVATE_NETWORK,
    /** Everything else that is not globally reachable, and what embeds or relays to other addresses. */
    SPECIAL;

    private static final List<AddressRange> LOOPBACK_RANGES = ranges("127.0.0.0/8", "::1/128");

    private static final List<AddressRange> PRIVATE_RANGES =
            ranges("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7");

    private static final List<AddressRange> SPECIAL_IPV4 = ranges(
            "0.0.0.0/8", // this network
            "100.64.0.0/10", // carrier-grade NAT
            "169.254.0.0/16", // link-local, with the metadata service of most clouds
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // 6to4 relay
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "168.63.129.16/32", // in public space, yet the platform service of Azure
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, with broadcast

    /**
     * The only block of IPv6 from which global unicast is assigned (RFC 4291, section 2.4). Outside lie
     * unspecified, IPv4-compatible, NAT64, discard-only, unique local, link-local, site-local and multicast.
     */
    private static final AddressRange GLOBAL_IPV6 = AddressRange.parse("2000::/3");

    private static final List<AddressRange> SPECIAL_IPV6 = ranges(
            "2001::/23", // protocol assignments, with Teredo 2001::/32
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "3fff::/20"); // documentation

    static AddressClass of(InetAddress address) {
        byte[] bytes = bytes(address);
        if (contains(LOOPBACK_RANGES, bytes)) {
            return LOOPBACK;
        }
        if (contains(PRIVATE_RANGES, bytes)) {
            return PRIVATE_NETWORK;
        }
        boolean isPublic = bytes.length == 4
                ? !contains(SPECIAL_IPV4, bytes)
                : GLOBAL_IPV6.contains(bytes) && !contains(SPECIAL_IPV6, bytes);
        return isPublic ? PUBLIC : SPECIAL;
    }

    /** The bytes of an address; of an IPv4-mapped one those of the IPv4 address within. */
    static byte[] bytes(InetAddress address) {
        byte[] bytes = address.getAddress();
        return isIpv4Mapped(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes;
    }

    // ::ffff:0:0/96 (RFC 4291, section 2.5.5.2); as text it would be read as an IPv4 address
    private static boolean isIpv4Mapped(byte[] bytes) {
        if (bytes.length != 16 || bytes[10] != -1 || bytes[11] != -1) {
            return false;
        }
        for (int i = 0; i < 10; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean contains(List<AddressRange> ranges, byte[] address) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static List<AddressRange> ranges(String... cidrs) {
        return Stream.of(cidrs).map(AddressRange::parse).toList();
    }
}
