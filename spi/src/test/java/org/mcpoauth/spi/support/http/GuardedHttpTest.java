package org.mcpoauth.spi.support.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy.Options;

@Timeout(60)
class GuardedHttpTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final FetchKind METADATA = FetchKind.AUTHORIZATION_SERVER_METADATA;

    private final FaultServer server = new FaultServer();
    private final JdkHttpTransport transport = JdkHttpTransport.builder().build();
    private final GuardedHttp http = guarded(Options.strict().withLoopback()).build();

    @AfterEach
    void stop() throws IOException {
        transport.close();
        server.close();
    }

    private GuardedHttp.Builder guarded(Options options) {
        return GuardedHttp.builder(transport, new StrictEndpointPolicy(options)).clock(() -> NOW);
    }

    private McpOAuthException failure(GuardedHttp guarded, URI uri, FetchKind kind) {
        return assertThrows(McpOAuthException.class, () -> guarded.getJson(uri, kind));
    }

    private McpOAuthException failure(String path, FetchKind kind) {
        return failure(http, server.uri(path), kind);
    }

    private static void assertCode(FailureCode code, McpOAuthException failure) {
        assertEquals(code, failure.code(), failure.getMessage());
    }

    @Nested
    class Documents {
        @Test
        void aDocumentComesWithBytesFreshnessAndTag() {
            server.on("/m", FaultServer.json("{\"a\":1}", "Cache-Control: public, max-age=60", "ETag: \"v1\""));
            Document document = http.getJson(server.uri("/m"), METADATA).orThrow();
            assertArrayEquals("{\"a\":1}".getBytes(ISO_8859_1), document.body());
            assertEquals(NOW.plusSeconds(60), document.freshUntil());
            assertEquals("\"v1\"", document.entityTag());
            assertEquals("GET /m HTTP/1.1", server.last("/m").line());
            assertEquals("application/json", server.last("/m").header("Accept"));
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 403, 404, 405, 410, 451, 499})
        void aPlaceWithoutDocumentSaysSo(int status) {
            server.on("/m", FaultServer.answer(status + " No", "evil-text"));
            FetchResult<Document> result = http.getJson(server.uri("/m"), METADATA);
            assertEquals(
                    status, assertInstanceOf(FetchResult.Absent.class, result).status());
            ResponseViolationException e = assertThrows(ResponseViolationException.class, result::orThrow);
            assertCode(FailureCode.RESPONSE_STATUS_UNEXPECTED, e);
            assertEquals(METADATA.rule(), e.rule());
        }

        @ParameterizedTest
        @ValueSource(ints = {408, 429, 500, 502, 503, 504, 599})
        void aTroubledServerIsATransportFailure(int status) {
            server.on("/m", FaultServer.answer(status + " No", "evil-text", "Retry-After: 7"));
            TransportException e = assertInstanceOf(TransportException.class, failure("/m", METADATA));
            assertCode(FailureCode.RESPONSE_STATUS_UNEXPECTED, e);
            assertEquals(Duration.ofSeconds(7), e.retryAfter().orElseThrow());
            assertFalse(String.valueOf(e.getMessage()).contains("evil-text"));
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 202, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 600, 999})
        void everyOtherStatusBreaksTheRule(int status) {
            server.on(
                    "/m",
                    FaultServer.answer(
                            status + " X",
                            status == 204 || status == 304 ? "" : "{}",
                            "Content-Type: application/json",
                            "Location: " + server.uri("/to")));
            ResponseViolationException e = assertInstanceOf(ResponseViolationException.class, failure("/m", METADATA));
            assertCode(FailureCode.RESPONSE_STATUS_UNEXPECTED, e);
            assertEquals(0, server.count("/to"));
        }

        @Test
        void anUnchangedDocumentKeepsItsBytesAndGetsNewFreshness() {
            server.on("/m", FaultServer.json("{}", "Cache-Control: max-age=60", "ETag: W/\"v1\""));
            Document first = http.getJson(server.uri("/m"), METADATA).orThrow();
            server.on("/m", FaultServer.answer("304 Not Modified", "", "Cache-Control: max-age=90"));
            Document second = http.getJson(server.uri("/m"), METADATA, first).orThrow();
            assertEquals("W/\"v1\"", server.last("/m").header("If-None-Match"));
            assertSame(first.body(), second.body());
            assertEquals(NOW.plusSeconds(90), second.freshUntil());
            assertEquals("W/\"v1\"", second.entityTag());
        }

        @ParameterizedTest
        @ValueSource(strings = {"v1", "\"", "W/\"", "w/\"a\"", "\"a\"b\"", "\"a b\"", "\"a\", \"b\"", "*", ""})
        void aMalformedTagIsNotSentBack(String tag) {
            server.on("/m", FaultServer.json("{}", "ETag: " + tag));
            Document first = http.getJson(server.uri("/m"), METADATA).orThrow();
            assertNull(first.entityTag());
            http.getJson(server.uri("/m"), METADATA, first);
            assertEquals("", server.last("/m").header("If-None-Match"));
        }

        @Test
        void anOverlongTagIsNotSentBack() {
            server.on("/m", FaultServer.json("{}", "ETag: \"" + "x".repeat(300) + "\""));
            assertNull(http.getJson(server.uri("/m"), METADATA).orThrow().entityTag());
        }
    }

    @Nested
    class ContentTypes {
        private void assertAccepted(FetchKind kind, String... headers) {
            server.on("/m", FaultServer.answer("200 OK", "{}", headers));
            assertEquals(2, http.getJson(server.uri("/m"), kind).orThrow().body().length);
        }

        private void assertRefused(FetchKind kind, String... headers) {
            server.on("/m", FaultServer.answer("200 OK", "{}", headers));
            assertCode(FailureCode.RESPONSE_CONTENT_TYPE, failure("/m", kind));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "application/json",
                    "Application/JSON",
                    "application/json;charset=utf-8",
                    "application/json ; charset=\"UTF-8\""
                })
        void jsonIsAcceptedInEverySpelling(String type) {
            assertAccepted(METADATA, "Content-Type: " + type);
            assertAccepted(FetchKind.JWKS, "Content-Type: " + type);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "text/html",
                    "text/json",
                    "application/jsonx",
                    "application/javascript",
                    "application/jwt",
                    "json",
                    "",
                    "application/json, text/html",
                    "application/problem+json",
                    "text/html; a=application/json"
                })
        void otherTypesAreRefused(String type) {
            assertRefused(METADATA, "Content-Type: " + type);
        }

        @Test
        void aMissingOrRepeatedTypeIsRefused() {
            assertRefused(METADATA);
            assertRefused(METADATA, "Content-Type: application/json", "Content-Type: text/html");
        }

        // RFC 7517, section 8.5.2
        @Test
        void aJwkSetHasATypeOfItsOwn() {
            assertAccepted(FetchKind.JWKS, "Content-Type: application/jwk-set+json");
            assertRefused(METADATA, "Content-Type: application/jwk-set+json");
            server.on("/m", FaultServer.json("{}"));
            http.getJson(server.uri("/m"), FetchKind.JWKS);
            assertEquals(
                    "application/jwk-set+json, application/json",
                    server.last("/m").header("Accept"));
        }

        // draft-ietf-oauth-client-id-metadata-document: application/json or a +json type
        @Test
        void clientMetadataMayHaveAnyJsonType() {
            assertAccepted(FetchKind.CLIENT_METADATA, "Content-Type: application/cimd+json; a=b");
            assertRefused(FetchKind.CLIENT_METADATA, "Content-Type: +json");
            assertRefused(FetchKind.CLIENT_METADATA, "Content-Type: application/json+x");
        }

        @Test
        void aContentCodingThatWasNotAskedForIsRefused() {
            assertRefused(METADATA, "Content-Type: application/json", "Content-Encoding: gzip");
            assertAccepted(METADATA, "Content-Type: application/json", "Content-Encoding: identity");
        }
    }

    @Nested
    class Limits {
        @ParameterizedTest
        @CsvSource({"JWKS, 524288", "METADATA, 262144", "RESOURCE, 262144", "TOKEN, 65536", "CLIENT, 5120"})
        void eachKindHasItsOwnSize(String name, int bytes) {
            FetchKind kind = Map.of(
                            "JWKS", FetchKind.JWKS,
                            "METADATA", METADATA,
                            "RESOURCE", FetchKind.PROTECTED_RESOURCE_METADATA,
                            "TOKEN", FetchKind.TOKEN,
                            "CLIENT", FetchKind.CLIENT_METADATA)
                    .getOrDefault(name, METADATA);
            assertEquals(Duration.ofSeconds(5), kind.timeout());
            server.on("/fits", FaultServer.json("x".repeat(bytes)));
            server.on("/large", FaultServer.json("x".repeat(bytes + 1)));
            assertEquals(
                    bytes, http.getJson(server.uri("/fits"), kind).orThrow().body().length);
            assertCode(FailureCode.RESPONSE_TOO_LARGE, failure("/large", kind));
        }

        @Test
        void theDeadlineOfTheKindEndsADrippingBody() throws Exception {
            server.on("/m", FaultServer.dripAfter(FaultServer.head("200 OK", "Content-Length: 1000"), 50));
            assertCode(FailureCode.TIMED_OUT, failure("/m", METADATA.withTimeout(Duration.ofMillis(300))));
            server.awaitLetGo("/m");
        }

        @Test
        void theDeadlineEndsALookup() {
            CountDownLatch never = new CountDownLatch(1);
            GuardedHttp slow =
                    guarded(Options.strict()).resolver(host -> hang(never)).build();
            assertCode(
                    FailureCode.TIMED_OUT,
                    failure(slow, URI.create("https://as.example/"), METADATA.withTimeout(Duration.ofMillis(200))));
            never.countDown();
        }

        @Test
        void aNameServerThatNeverAnswersHasABoundedNumberOfThreads() throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            AtomicInteger begun = new AtomicInteger();
            AtomicInteger ended = new AtomicInteger();
            GuardedHttp slow = guarded(Options.strict())
                    .resolver(host -> {
                        begun.incrementAndGet();
                        try {
                            return hang(never);
                        } finally {
                            ended.incrementAndGet();
                        }
                    })
                    .build();
            FetchKind hasty = METADATA.withTimeout(Duration.ofMillis(2));
            for (int i = 0; i < 100; i++) {
                assertCode(FailureCode.TIMED_OUT, failure(slow, URI.create("https://as.example/" + i), hasty));
            }
            assertEquals(64, begun.get());

            never.countDown();
            assertCode(FailureCode.CONNECTION_FAILED, failure(slow, URI.create("https://as.example/"), METADATA));
            assertEquals(65, begun.get(), "whoever has time takes a turn when one is free");
        }

        @Test
        void interruptEndsALookupAndKeepsTheFlag() throws Exception {
            CountDownLatch never = new CountDownLatch(1);
            CountDownLatch started = new CountDownLatch(1);
            GuardedHttp slow = guarded(Options.strict())
                    .resolver(host -> {
                        started.countDown();
                        return hang(never);
                    })
                    .build();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            FutureTask<FailureCode> task = new FutureTask<>(() -> {
                FailureCode code = failure(slow, URI.create("https://as.example/"), METADATA)
                        .code();
                flag.complete(Thread.currentThread().isInterrupted());
                return code;
            });
            Thread caller = new Thread(task);
            caller.start();
            assertTrue(started.await(10, TimeUnit.SECONDS));
            caller.interrupt();
            assertEquals(FailureCode.INTERRUPTED, task.get(10, TimeUnit.SECONDS));
            assertTrue(flag.get(10, TimeUnit.SECONDS));
            never.countDown();
        }

        private List<InetAddress> hang(CountDownLatch until) throws UnknownHostException {
            try {
                until.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new UnknownHostException("as.example");
        }
    }

    @Nested
    class Guard {
        private final GuardedHttp strict = guarded(Options.strict()).build();

        @Test
        void aRefusedUrlIsNeverConnectedTo() {
            server.on("/m", FaultServer.json("{}"));
            assertCode(FailureCode.ENDPOINT_REFUSED, failure(strict, server.uri("/m"), METADATA));
            assertCode(
                    FailureCode.ENDPOINT_REFUSED,
                    failure(strict, URI.create("https://" + server.uri("/m").getAuthority() + "/m"), METADATA));
            assertEquals(0, server.count("/m"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://2130706433/",
                    "https://127.0.0.1/",
                    "https://[::1]/",
                    "https://[::ffff:10.0.0.1]/",
                    "https://[fe80::1]/",
                    "https://169.254.169.254/latest",
                    "https://localhost/"
                })
        void noSpellingOfAnAddressGetsAroundThePolicy(String uri) {
            assertCode(FailureCode.ENDPOINT_REFUSED, failure(strict, URI.create(uri), METADATA));
        }

        @ParameterizedTest
        @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1"})
        void aNameWithOneBadAddressIsRefused(String bad) {
            GuardedHttp rebound = guarded(Options.strict())
                    .resolver(host -> List.of(InetAddress.getAllByName("8.8.8.8")[0], InetAddress.getAllByName(bad)[0]))
                    .build();
            assertCode(FailureCode.ENDPOINT_REFUSED, failure(rebound, URI.create("https://as.example/"), METADATA));
        }

        @Test
        void anUnknownNameIsAFailedConnection() {
            GuardedHttp unknown = guarded(Options.strict())
                    .resolver(host -> {
                        throw new UnknownHostException(host);
                    })
                    .build();
            assertCode(FailureCode.CONNECTION_FAILED, failure(unknown, URI.create("https://as.example/"), METADATA));
        }

        @ParameterizedTest
        @CsvSource(
                nullValues = "-",
                value = {
                    "-, -, true",
                    "30, -, true",
                    "-1, -, true",
                    "0, -, false",
                    "-, 0, false",
                    "-, 5, true",
                    "30, 0, true",
                    "0, 30, false",
                    "x, 0, false",
                    "x, -, true",
                    "'', -, true",
                    "-0, -, false"
                })
        void anAddressCacheThatIsOffIsNoticed(String securityProperty, String systemProperty, boolean on) {
            assertEquals(on, DnsCache.isOn(securityProperty, systemProperty));
        }

        @Test
        void withoutAddressCacheNothingIsCalledUnlessTheDangerIsAccepted() {
            server.on("/m", FaultServer.json("{}"));
            String before = Security.getProperty(DnsCache.PROPERTY);
            Security.setProperty(DnsCache.PROPERTY, "0");
            try {
                Options loopback = Options.strict().withLoopback();
                GuardedHttp careful = guarded(loopback).build();
                GuardedHttp bold = guarded(loopback).dangerousUncachedLookups().build();
                ConfigurationException e =
                        assertInstanceOf(ConfigurationException.class, failure(careful, server.uri("/m"), METADATA));
                assertEquals(DnsCache.PROPERTY, e.key());
                assertEquals(0, server.count("/m"));
                bold.getJson(server.uri("/m"), METADATA).orThrow();
            } finally {
                Security.setProperty(DnsCache.PROPERTY, before == null ? "" : before);
            }
        }

        @Test
        void theAddressCacheIsOnByDefault() {
            assertTrue(DnsCache.isOn());
        }
    }

    @Nested
    class Proxies {
        private final URI target = URI.create("http://as.example/m");

        private ProxySelector selector(Proxy... ways) {
            return new ProxySelector() {
                @Override
                public List<Proxy> select(URI uri) {
                    return List.of(ways);
                }

                @Override
                public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
            };
        }

        private Proxy proxy(Proxy.Type type) {
            return new Proxy(
                    type,
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), server.uri("/").getPort()));
        }

        @Test
        void aListedHostIsCalledThroughTheProxyWithoutALookup() throws IOException {
            ProxySelector selector = selector(proxy(Proxy.Type.HTTP));
            server.on("http://as.example/m", FaultServer.json("{}"));
            try (JdkHttpTransport proxied =
                    JdkHttpTransport.builder().proxySelector(selector).build()) {
                GuardedHttp guarded = GuardedHttp.builder(
                                proxied,
                                new StrictEndpointPolicy(Options.strict()
                                        .withAllowedHosts(Set.of("as.example"))
                                        .withDangerousHttp()))
                        .proxySelector(selector)
                        .resolver(host -> {
                            throw new UnknownHostException(host);
                        })
                        .build();
                assertEquals(2, guarded.getJson(target, METADATA).orThrow().body().length);
            }
            assertEquals(1, server.count("http://as.example/m"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"HTTP", "SOCKS"})
        void aHostThatIsNotListedIsNotCalledThroughAProxy(Proxy.Type type) {
            GuardedHttp guarded = guarded(Options.strict().withDangerousHttp())
                    .proxySelector(selector(proxy(type)))
                    .build();
            assertCode(FailureCode.ENDPOINT_REFUSED, failure(guarded, target, METADATA));
        }

        // the client of the JDK knows no SOCKS proxy and connects directly
        @Test
        void addressesAreJudgedWhereTheClientWouldGoDirectly() {
            GuardedHttp guarded = guarded(Options.strict()
                            .withAllowedHosts(Set.of("as.example"))
                            .withDangerousHttp())
                    .proxySelector(selector(proxy(Proxy.Type.SOCKS)))
                    .resolver(host -> List.of(InetAddress.getLoopbackAddress()))
                    .build();
            assertCode(FailureCode.ENDPOINT_REFUSED, failure(guarded, target, METADATA));
        }

        @Test
        void theProxyOfTheJvmIsNotUsedUnasked() {
            ProxySelector before = ProxySelector.getDefault();
            ProxySelector.setDefault(selector(proxy(Proxy.Type.HTTP)));
            try (JdkHttpTransport plain = JdkHttpTransport.builder().build()) {
                server.on("/m", FaultServer.json("{}"));
                GuardedHttp guarded = GuardedHttp.builder(
                                plain, new StrictEndpointPolicy(Options.strict().withLoopback()))
                        .build();
                guarded.getJson(server.uri("/m"), METADATA).orThrow();
                assertEquals("GET /m HTTP/1.1", server.last("/m").line());
            } finally {
                ProxySelector.setDefault(before);
            }
        }
    }

    /**
     * RFC 9110, section 9.2.2: where a connection ends without an answer, what may be made twice is made again, once;
     * codes and refresh tokens are not. The client of the JDK does so, and nothing here does it once more.
     */
    @Nested
    class BrokenConnections {
        @Test
        void aDocumentIsAskedForAgainOnce() {
            AtomicInteger asked = new AtomicInteger();
            server.on("/m", connection -> {
                if (asked.incrementAndGet() > 1) {
                    FaultServer.json("{}").answer(connection);
                }
            });
            assertInstanceOf(FetchResult.Found.class, http.getJson(server.uri("/m"), METADATA));
            assertEquals(2, server.count("/m"));
        }

        @Test
        void andNotWithoutEnd() {
            server.on("/m", connection -> {});
            assertCode(FailureCode.CONNECTION_FAILED, failure("/m", METADATA));
            assertEquals(2, server.count("/m"));
        }

        @Test
        void aFormThatMayHaveArrivedIsNotSentAgain() {
            server.on("/token", connection -> {});
            assertCode(
                    FailureCode.CONNECTION_FAILED,
                    assertThrows(
                            McpOAuthException.class,
                            () -> http.postForm(server.uri("/token"), Map.of(), Map.of("a", "b"), FetchKind.TOKEN)));
            assertEquals(1, server.count("/token"));
        }

        @Test
        void whatTookTooLongIsNotAskedForAgain() {
            server.on("/m", FaultServer.silentAfter(""));
            assertCode(FailureCode.TIMED_OUT, failure("/m", METADATA.withTimeout(Duration.ofMillis(300))));
            assertEquals(1, server.count("/m"));
        }
    }

    @Nested
    class Posts {
        @Test
        void aFormIsEncodedInOrder() {
            server.on("/t", FaultServer.answer("400 Bad", "{\"error\":\"invalid_grant\"}"));
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", "authorization_code");
            form.put("code", "a b&c=d+\u00e4%");
            HttpReply reply =
                    http.postForm(server.uri("/t"), Map.of("Authorization", "Basic eDp5"), form, FetchKind.TOKEN);
            assertEquals(400, reply.status());
            assertEquals("{\"error\":\"invalid_grant\"}", new String(reply.body(), ISO_8859_1));
            FaultServer.Request request = server.last("/t");
            assertEquals("grant_type=authorization_code&code=a+b%26c%3Dd%2B%C3%A4%25", request.body());
            assertEquals("application/x-www-form-urlencoded", request.header("Content-Type"));
            assertEquals("application/json", request.header("Accept"));
            assertEquals("Basic eDp5", request.header("Authorization"));
        }

        @Test
        void aRedirectOfTheTokenEndpointIsNotFollowed() {
            server.on("/t", FaultServer.answer("307 Go", "", "Location: " + server.uri("/to")));
            assertEquals(
                    307,
                    http.postForm(server.uri("/t"), Map.of(), Map.of("a", "b"), FetchKind.TOKEN)
                            .status());
            assertEquals(0, server.count("/to"));
        }

        @Test
        void aJsonBodyIsPostedWithItsType() {
            server.on("/r", FaultServer.answer("201 Created", "{}", "Retry-After: 3"));
            HttpReply reply = http.post(
                    server.uri("/r"),
                    Map.of("accept", "a/b"),
                    "application/json",
                    "{}".getBytes(ISO_8859_1),
                    FetchKind.TOKEN);
            assertEquals(201, reply.status());
            assertEquals("application/json", server.last("/r").header("Content-Type"));
            assertEquals("a/b", server.last("/r").header("Accept"));
            assertEquals(Duration.ofSeconds(3), http.retryAfter(reply).orElseThrow());
        }

        @Test
        void aRefusedEndpointSeesNoForm() {
            GuardedHttp strict = guarded(Options.strict()).build();
            TransportException e = assertThrows(
                    TransportException.class,
                    () -> strict.postForm(server.uri("/t"), Map.of(), Map.of("code", "s3cret"), FetchKind.TOKEN));
            assertCode(FailureCode.ENDPOINT_REFUSED, e);
            assertEquals(0, server.count("/t"));
        }
    }
}
