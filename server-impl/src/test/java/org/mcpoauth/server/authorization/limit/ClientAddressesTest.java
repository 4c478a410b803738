package org.mcpoauth.server.authorization.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/** RFC 7239, sections 4 and 6. */
class ClientAddressesTest {
    private final ClientAddresses addresses = new ClientAddresses(List.of("10.0.0.0/8", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "192.0.2.1 | - | - | 192.0.2.1",
                "192.0.2.1 | for=198.51.100.1 | 198.51.100.1 | 192.0.2.1",
                "10.0.0.1 | - | - | 10.0.0.1",
                "10.0.0.1 | for=198.51.100.1 | - | 198.51.100.1",
                "10.0.0.1 | proto=https;For=\"198.51.100.1:4711\";by=10.0.0.1 | - | 198.51.100.1",
                "10.0.0.1 | for=\"[2001:db8:cafe::17]:4711\" | - | 20010db8cafe0000",
                "fd00::1 | for=198.51.100.1 | - | 198.51.100.1",
                "10.0.0.1 | - | 198.51.100.1 | 198.51.100.1",
                "10.0.0.1 | - | 203.0.113.9, 198.51.100.1, 10.0.0.2 | 198.51.100.1",
                "10.0.0.1 | - | 198.51.100.1:4711 | 198.51.100.1",
                "10.0.0.1 | - | 2001:db8::1 | 20010db800000000",
                "10.0.0.1 | for=198.51.100.1 | 198.51.100.1 | 198.51.100.1",
                "10.0.0.1 | for=203.0.113.9 | 198.51.100.1 | 10.0.0.1",
                "10.0.0.1 | for=_hidden | - | 10.0.0.1",
                "10.0.0.1 | for=unknown | - | 10.0.0.1",
                "10.0.0.1 | proto=https | - | 10.0.0.1",
                "10.0.0.1 | - | evil.example | 10.0.0.1",
                "10.0.0.1 | - | 300.1.1.1 | 10.0.0.1",
                "10.0.0.1 | - | 198.51.100.1, | 10.0.0.1",
                "10.0.0.1 | - | 10.0.0.2, 10.0.0.3 | 10.0.0.2"
            })
    void theNearestAddressThatIsNoProxyCounts(
            String peer, @Nullable String forwarded, @Nullable String forwardedFor, String expected) {
        assertEquals(Optional.of(expected), addresses.of(request(peer, forwarded, forwardedFor)));
    }

    @Test
    void hugeHeadersAreNotRead() {
        assertEquals(
                Optional.of("10.0.0.1"),
                addresses.of(request("10.0.0.1", null, "198.51.100.1, ".repeat(40) + "198.51.100.1")));
        assertEquals(
                Optional.of("10.0.0.1"), addresses.of(request("10.0.0.1", null, "x".repeat(5000) + ", 198.51.100.1")));
    }

    @ParameterizedTest
    @CsvSource({
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::1%eth0, 20010db800010002",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::1, 0000000000000000"
    })
    void ofIpv6TheNetworkCounts(String peer, String expected) {
        assertEquals(Optional.of(expected), addresses.of(request(peer, null, null)));
    }

    @Test
    void anUnknownAddressIsNone() {
        assertEquals(Optional.empty(), addresses.of(request(null, "for=198.51.100.1", null)));
    }

    private static EndpointRequest request(
            @Nullable String peer, @Nullable String forwarded, @Nullable String forwardedFor) {
        Map<String, List<String>> lines = new HashMap<>();
        if (forwarded != null) {
            lines.put("Forwarded", List.of(forwarded));
        }
        if (forwardedFor != null) {
            lines.put("X-Forwarded-For", List.of(forwardedFor));
        }
        HttpHeaders headers = HttpHeaders.of(lines, (name, value) -> true);
        return new EndpointRequest("POST", "/token", null, headers, new byte[0], peer, null);
    }
}
