package org.mcpoauth.server.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.server.TestCertificates;
import org.mcpoauth.spi.resource.ClientCertificateSource;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.http.AddressRange;

@DisplayName("RFC 9440: client certificates from a proxy")
class ForwardedCertificatesTest {
    private static final String PROXY = "10.1.2.3";

    private static X509Certificate client;
    private static X509Certificate proxy;

    private final ClientCertificateSource source =
            new ForwardedCertificates(List.of(AddressRange.parse("10.1.0.0/16"), AddressRange.parse("fd00::/8")));

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) {
        client = TestCertificates.certificate(TestCertificates.store(folder, "client"));
        proxy = TestCertificates.certificate(TestCertificates.store(folder, "proxy"));
    }

    private @Nullable X509Certificate from(@Nullable String peer, @Nullable X509Certificate tls, String... headers) {
        Map<String, List<String>> lines = headers.length == 0 ? Map.of() : Map.of("Client-Cert", List.of(headers));
        return source.certificate(new GuardedRequest(
                "GET",
                "/mcp",
                null,
                HttpHeaders.of(lines, (name, value) -> true),
                max -> new byte[0],
                tls,
                peer,
                GuardedRequest.ContainerCaller.NOBODY));
    }

    @ParameterizedTest
    @ValueSource(strings = {PROXY, "fd00::1", "fd12:0:0:0:0:0:0:1", "[fd00::1]", "fd00::1%eth0", "::ffff:10.1.2.3"})
    void theHeaderOfATrustedProxyIsTaken(String peer) {
        assertEquals(client, from(peer, null, TestCertificates.header(client)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.2.0.1", "192.0.2.1", "fe80::1", "localhost", "10.1.2.3.evil.example", ""})
    void theHeaderOfAnybodyElseIsIgnored(String peer) {
        assertNull(from(peer, null, TestCertificates.header(client)));
        assertEquals(proxy, from(peer, proxy, TestCertificates.header(client)), "the connection is what counts");
    }

    /** Jakarta REST alone does not tell the peer: the connection may be that of a proxy. */
    @Test
    void whereThePeerIsUnknownNoCertificateCounts() {
        assertNull(from(null, proxy));
        assertNull(from(null, proxy, TestCertificates.header(client)));
        assertNull(from(null, null, TestCertificates.header(client)));
    }

    // the proxy authenticates itself to us: that says nothing of its client
    @Test
    void theCertificateOfTheProxyIsNotThatOfItsClient() {
        assertNull(from(PROXY, proxy));
        assertEquals(client, from(PROXY, proxy, TestCertificates.header(client)));
    }

    // section 2.4: a proxy removes what its client sent, so two are one too many
    @Test
    void aRepeatedHeaderIsNone() {
        String header = TestCertificates.header(client);
        assertNull(from(PROXY, null, header, header));
        assertNull(from(PROXY, null, header + ", " + header));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "::", ":::", "certificate", ":Y2VydA==:", ":Y2VydA:", "\"Y2VydA==\"", "?1"})
    void whatIsNoCertificateIsNone(String header) {
        assertNull(from(PROXY, null, header));
    }

    // section 2.2 and RFC 8941, section 3.3.5: base64 of DER between colons, nothing else
    @Test
    void anotherFormOfACertificateIsNone() {
        byte[] der = TestCertificates.der(client);
        String base64 = Base64Url.encodeStandard(der);
        String pem = "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        for (String header : List.of(
                base64,
                ":" + base64,
                base64 + ":",
                ":" + base64 + ":;a=1",
                ":" + Base64Url.encode(der) + ":",
                ":" + Base64Url.encodeStandard(pem.getBytes(StandardCharsets.US_ASCII)) + ":",
                ":" + Base64Url.encodeStandard(Arrays.copyOf(der, der.length - 1)) + ":",
                ":" + Base64Url.encodeStandard(Arrays.copyOf(der, der.length + 3)) + ":")) {
            assertNull(from(PROXY, null, header), header);
        }
    }

    @Test
    void anOversizedHeaderIsNone() {
        byte[] padded = Arrays.copyOf(TestCertificates.der(client), 20_001);
        assertNull(from(PROXY, null, ":" + Base64Url.encodeStandard(padded) + ":"));
    }
}
