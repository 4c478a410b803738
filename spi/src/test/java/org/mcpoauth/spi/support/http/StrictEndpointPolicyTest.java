package org.mcpoauth.spi.support.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy.Options;

/** MCP security best practices, "Server-Side Request Forgery"; RFC 6890; RFC 9728, section 7.7. */
class StrictEndpointPolicyTest {
    private static final URI HTTPS = URI.create("https://as.example/token");
    private static final URI HTTP = URI.create("http://as.example/token");
    private static final String PUBLIC = "8.8.8.8";

    private static final StrictEndpointPolicy STRICT = new StrictEndpointPolicy(Options.strict());
    private static final StrictEndpointPolicy LOOPBACK =
            new StrictEndpointPolicy(Options.strict().withLoopback());
    private static final StrictEndpointPolicy HTTP_ALLOWED =
            new StrictEndpointPolicy(Options.strict().withDangerousHttp());

    private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getAllByName(literal)[0]);
        }
        return addresses;
    }

    private static void assertRefused(StrictEndpointPolicy policy, URI uri, String... literals) throws Exception {
        List<InetAddress> addresses = addresses(literals);
        TransportException e = assertThrows(TransportException.class, () -> policy.checkAddresses(uri, addresses));
        assertEquals(FailureCode.ENDPOINT_REFUSED, e.code());
    }

    private static void assertAllowed(StrictEndpointPolicy policy, URI uri, String... literals) throws Exception {
        List<InetAddress> addresses = addresses(literals);
        assertDoesNotThrow(() -> policy.checkAddresses(uri, addresses));
    }

    @Nested
    class Texts {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://as.example",
                    "https://as.example:8443/a/b?c=d",
                    "HTTPS://AS.EXAMPLE/",
                    "https://[2606:4700::1111]/",
                    "https://1.1.1.1/"
                })
        void httpsUrlsPass(String uri) {
            assertDoesNotThrow(() -> STRICT.checkUri(URI.create(uri)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://as.example/",
                    "http://127.0.0.1/",
                    "ftp://as.example/",
                    "file:///etc/passwd",
                    "javascript:alert(1)",
                    "mailto:a@b.example",
                    "jar:https://as.example/a.jar!/",
                    "//as.example/",
                    "/relative",
                    "https:as.example",
                    "https:///path",
                    "https://user@as.example/",
                    "https://user:pw@as.example/",
                    "https://@as.example/",
                    "https://as.example/#f",
                    "https://as.example/#",
                    "https://as_example/",
                    "https://0x7f.1/",
                    "https://127.1/",
                    "https://as.example:0/",
                    "https://as.example:65536/",
                    "https://b\u00fccher.example/",
                    "https://as.example/\u00e4"
                })
        void everythingElseIsRefused(String uri) {
            TransportException e = assertThrows(TransportException.class, () -> STRICT.checkUri(URI.create(uri)));
            assertEquals(FailureCode.ENDPOINT_REFUSED, e.code());
        }

        @Test
        void plainHttpPassesOnlyWhenAnOptionCouldAllowIt() {
            assertThrows(TransportException.class, () -> STRICT.checkUri(HTTP));
            assertDoesNotThrow(() -> LOOPBACK.checkUri(HTTP));
            assertDoesNotThrow(() -> HTTP_ALLOWED.checkUri(HTTP));
        }
    }

    @Nested
    class Addresses {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1.1.1.1",
                    "8.8.8.8",
                    "9.255.255.255",
                    "11.0.0.0",
                    "100.63.255.255",
                    "100.128.0.0",
                    "126.255.255.255",
                    "128.0.0.0",
                    "169.253.255.255",
                    "169.255.0.0",
                    "172.15.255.255",
                    "172.32.0.0",
                    "192.0.1.0",
                    "192.0.3.0",
                    "192.88.98.255",
                    "192.88.100.0",
                    "192.167.255.255",
                    "192.169.0.0",
                    "198.17.255.255",
                    "198.20.0.0",
                    "198.51.99.255",
                    "198.51.101.0",
                    "203.0.112.255",
                    "203.0.114.0",
                    "223.255.255.255",
                    "2001:200::1",
                    "2001:4860:4860::8888",
                    "2001:db7:ffff::1",
                    "2001:db9::1",
                    "2003::1",
                    "2606:4700::1111",
                    "2a00::1",
                    "3ffe:ffff::1",
                    "::ffff:8.8.8.8"
                })
        void publicOnesPass(String literal) throws Exception {
            assertAllowed(STRICT, HTTPS, literal);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.100.100.200",
                    "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.255.255.255", "168.63.129.16", "169.254.0.0",
                    "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.192",
                    "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.0", "192.88.99.255", "192.168.0.0",
                    "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0",
                    "203.0.113.255", "224.0.0.0", "224.0.0.251", "239.255.255.255", "240.0.0.0", "255.255.255.254",
                    "255.255.255.255"
                })
        void specialIpv4OnesAreRefused(String literal) throws Exception {
            assertRefused(STRICT, HTTPS, literal);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "::",
                    "::1",
                    "::2",
                    "::127.0.0.1",
                    "::8.8.8.8",
                    "64:ff9b::",
                    "64:ff9b::8.8.8.8",
                    "64:ff9b::10.0.0.1",
                    "64:ff9b:1::1",
                    "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
                    "100::",
                    "100::ffff:ffff:ffff:ffff",
                    "100:0:0:1::1",
                    "2001::",
                    "2001::1",
                    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                    "2001:1::1",
                    "2001:2::1",
                    "2001:10::1",
                    "2001:20::1",
                    "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
                    "2001:db8::",
                    "2001:db8:ffff::1",
                    "2002::",
                    "2002:7f00:1::",
                    "2002:c0a8:101::1",
                    "2002:ffff:ffff::1",
                    "3fff::1",
                    "3fff:fff::1",
                    "4000::1",
                    "5f00::1",
                    "fc00::",
                    "fd00:ec2::254",
                    "fdff:ffff::1",
                    "fe80::1",
                    "fe80::a9fe:a9fe",
                    "febf::1",
                    "fec0::1",
                    "feff::1",
                    "ff00::",
                    "ff02::1",
                    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                })
        void specialIpv6OnesAreRefused(String literal) throws Exception {
            assertRefused(STRICT, HTTPS, literal);
        }

        // InetAddress turns the literal of an IPv4-mapped address into an IPv4 address, but bytes need not pass there
        @ParameterizedTest
        @ValueSource(
                strings = {"10.0.0.1", "127.0.0.1", "169.254.169.254", "192.168.1.1", "0.0.0.0", "255.255.255.255"})
        void anIpv4AddressInIpv6FormIsJudgedAsIpv4(String literal) throws Exception {
            byte[] mapped = new byte[16];
            mapped[10] = -1;
            mapped[11] = -1;
            System.arraycopy(addresses(literal).get(0).getAddress(), 0, mapped, 12, 4);
            List<InetAddress> six = List.of(Inet6Address.getByAddress("as.example", mapped, -1));
            assertEquals(16, six.get(0).getAddress().length);
            assertThrows(TransportException.class, () -> STRICT.checkAddresses(HTTPS, six));
        }

        @Test
        void aScopeDoesNotHideALinkLocalAddress() throws Exception {
            byte[] bytes = addresses("fe80::1").get(0).getAddress();
            List<InetAddress> scoped = List.of(Inet6Address.getByAddress("as.example", bytes, 1));
            assertThrows(TransportException.class, () -> STRICT.checkAddresses(HTTPS, scoped));
        }

        @Test
        void oneBadAddressRefusesTheHost() throws Exception {
            assertRefused(STRICT, HTTPS, PUBLIC, "1.1.1.1", "10.0.0.1");
            assertRefused(STRICT, HTTPS, "::1", PUBLIC);
        }

        @Test
        void aHostWithoutAddressIsRefused() throws Exception {
            assertRefused(STRICT, HTTPS);
            assertRefused(LOOPBACK, HTTP);
        }
    }

    @Nested
    class LoopbackOption {
        @Test
        void httpAndHttpsPassWhenEveryAddressIsLoopback() throws Exception {
            assertAllowed(LOOPBACK, HTTP, "127.0.0.1");
            assertAllowed(LOOPBACK, HTTP, "::1");
            assertAllowed(LOOPBACK, HTTP, "127.8.9.10", "::1");
            assertAllowed(LOOPBACK, HTTPS, "127.0.0.1", "::1");
        }

        @Test
        void oneOtherAddressRefusesTheHost() throws Exception {
            assertRefused(LOOPBACK, HTTP, "127.0.0.1", PUBLIC);
            assertRefused(LOOPBACK, HTTPS, "127.0.0.1", PUBLIC);
            assertRefused(LOOPBACK, HTTP, "127.0.0.1", "0.0.0.0");
        }

        @Test
        void httpToPublicAndPrivateAddressesStaysRefused() throws Exception {
            assertRefused(LOOPBACK, HTTP, PUBLIC);
            assertRefused(LOOPBACK, HTTP, "10.0.0.1");
            assertRefused(LOOPBACK, HTTPS, "10.0.0.1");
        }

        @Test
        void httpsToPublicAddressesStaysAllowed() throws Exception {
            assertAllowed(LOOPBACK, HTTPS, PUBLIC);
        }
    }

    @Nested
    class AllowedNetworks {
        private final StrictEndpointPolicy intranet = new StrictEndpointPolicy(Options.strict()
                .withAllowedRanges(List.of(AddressRange.parse("10.1.0.0/16"), AddressRange.parse("fd12::/16"))));

        @Test
        void anAllowedRangePasses() throws Exception {
            assertAllowed(intranet, HTTPS, "10.1.2.3", "fd12::1", PUBLIC);
        }

        @Test
        void otherPrivateAddressesStayRefused() throws Exception {
            assertRefused(intranet, HTTPS, "10.2.0.1");
            assertRefused(intranet, HTTPS, "10.1.2.3", "169.254.169.254");
        }

        @Test
        void httpStaysRefused() throws Exception {
            assertThrows(TransportException.class, () -> intranet.checkUri(HTTP));
            assertRefused(intranet, HTTP, "10.1.2.3");
        }
    }

    @Nested
    class AllowedHosts {
        private final StrictEndpointPolicy policy =
                new StrictEndpointPolicy(Options.strict().withAllowedHosts(Set.of("Idp.Intra.Example")));

        @Test
        void anAllowedHostMayLieInAPrivateNetwork() throws Exception {
            assertAllowed(policy, URI.create("https://idp.intra.example/"), "10.0.0.1", "fd00::1");
            assertAllowed(policy, URI.create("https://IDP.intra.example/"), "192.168.0.1");
        }

        @ParameterizedTest
        @ValueSource(strings = {"127.0.0.1", "::1", "169.254.169.254", "fe80::1", "100.64.0.1", "0.0.0.0"})
        void anAllowedHostMayLieNowhereElse(String literal) throws Exception {
            assertRefused(policy, URI.create("https://idp.intra.example/"), literal);
        }

        @Test
        void otherHostsStayRefused() throws Exception {
            assertRefused(policy, URI.create("https://x.idp.intra.example/"), "10.0.0.1");
            assertRefused(policy, URI.create("https://intra.example/"), "10.0.0.1");
        }

        @Test
        void onlyListedNamesAreOnTheAllowList() {
            assertTrue(policy.isHostAllowListed(URI.create("https://IDP.INTRA.EXAMPLE:8443/a")));
            assertFalse(policy.isHostAllowListed(HTTPS));
            assertFalse(policy.isHostAllowListed(URI.create("https:opaque")));
            assertFalse(STRICT.isHostAllowListed(HTTPS));
        }
    }

    @Test
    void dangerousHttpOpensTheSchemeButNoAddress() throws Exception {
        assertAllowed(HTTP_ALLOWED, HTTP, PUBLIC);
        assertRefused(HTTP_ALLOWED, HTTP, "10.0.0.1");
        assertRefused(HTTP_ALLOWED, HTTP, "127.0.0.1");
    }
}
