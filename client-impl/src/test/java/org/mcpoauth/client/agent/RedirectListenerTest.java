package org.mcpoauth.client.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;

@DisplayName("The listener on the user's machine takes one redirect and nothing else (RFC 8252, 7.3 and 8.3)")
class RedirectListenerTest {
    private static final String ANSWER = "/callback?code=s3cret-c0de&state=st4te&iss=https%3A%2F%2Fas.example";

    private final List<RawPeer> peers = new ArrayList<>();
    private RedirectListener listener;

    @BeforeEach
    void listen() throws IOException {
        listener = RedirectListener.open(URI.create("http://127.0.0.1/callback"), Duration.ofSeconds(20));
        listener.expect(Secret.of("st4te"));
    }

    @AfterEach
    void close() throws IOException {
        for (RawPeer peer : peers) {
            peer.close();
        }
        listener.close();
    }

    @Test
    void theRedirectIsTakenAsItCame() throws Exception {
        String page = exchange(get(ANSWER));
        assertTrue(page.startsWith("HTTP/1.1 200 OK\r\n"), page);
        assertEquals(URI.create("http://127.0.0.1:" + port() + ANSWER), answer());
    }

    @Test
    void thePageSaysNothingOfTheRedirectAndIsKeptNowhere() throws Exception {
        String page = exchange(get(ANSWER + "&error_description=%3Cscript%3E", "Cookie: a=c00kie"));
        for (String secret : List.of("s3cret", "st4te", "as.example", "script", "c00kie")) {
            assertFalse(page.contains(secret), page);
        }
        for (String header : List.of(
                "Cache-Control: no-store\r\n",
                "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'none'\r\n",
                "Referrer-Policy: no-referrer\r\n",
                "X-Content-Type-Options: nosniff\r\n",
                "Connection: close\r\n")) {
            assertTrue(page.contains(header), page);
        }
        int body = page.indexOf("\r\n\r\n") + 4;
        assertTrue(page.contains("Content-Length: " + (page.length() - body) + "\r\n"), page);
    }

    @Test
    void theRightRedirectIsTakenOnce() throws Exception {
        exchange(get(ANSWER));
        String second = exchange(get(ANSWER.replace("s3cret", "other")));
        assertTrue(second.startsWith("HTTP/1.1 404 "), second);
        assertTrue(answer().toString().contains("s3cret-c0de"));
    }

    /** A tab that the browser restores, or a page of somebody else: the wait goes on. */
    @ParameterizedTest
    @DisplayName("An answer without the state of the request changes nothing (RFC 8252, 8.9; RFC 6749, 10.12)")
    @ValueSource(
            strings = {
                "code=c",
                "x",
                "code=c&state=",
                "code=c&state",
                "code=c&state=old",
                "code=c&state=st4te2",
                "code=c&state=st4te%",
                "code=c&State=st4te",
                "code=c&state=ST4TE",
                "code=c&state=st4te&state=st4te",
                "code=c&state=st4te&state=old",
                "code=c&state=st4te&st%61te=old",
                "code=c&state=st4te&state=",
                "error=access_denied&state=old",
                "a=&state=st4te&state=%zz"
            })
    void aStrangersAnswerBeforeTheRightOneChangesNothing(String parameters) throws Exception {
        refused("400", get("/callback?" + parameters));
        String page = exchange(get(ANSWER));
        assertTrue(page.startsWith("HTTP/1.1 200 "), page);
        assertTrue(answer().toString().contains("s3cret-c0de"));
    }

    @Test
    void theStateIsComparedAsFormData() throws Exception {
        exchange(get("/callback?code=c&st%61te=st%34te"));
        assertTrue(answer().toString().endsWith("?code=c&st%61te=st%34te"));
    }

    @Test
    void beforeSomethingIsAskedNothingIsAnAnswer() throws Exception {
        try (RedirectListener early =
                RedirectListener.open(URI.create("http://127.0.0.1/callback"), Duration.ofSeconds(20))) {
            URI uri = early.redirectUri();
            String answer = RawPeer.exchange(uri, RawPeer.get(uri, ANSWER));
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertFalse(early.answer().isDone());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Purpose: prefetch", "Sec-Purpose: prefetch;prerender", "Purpose: Prefetch"})
    void whatIsLoadedAheadIsForbidden(String line) throws Exception {
        refused("403", get(ANSWER, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/favicon.ico",
                "/callback/",
                "/callback/x?code=c",
                "/Callback?code=c",
                "/%63allback?code=c",
                "//callback?code=c",
                "/x/../callback?code=c",
                "callback?code=c",
                "*",
                "http://127.0.0.1/callback?code=c"
            })
    void otherPathsAreNotFound(String target) throws Exception {
        refused("404", get(target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PUT", "OPTIONS", "get", "TRACE", "DELETE"})
    void otherMethodsAreNotAllowed(String method) throws Exception {
        String answer = refused("405", get(ANSWER).replaceFirst("GET", method));
        assertTrue(answer.contains("Allow: GET\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/callback", "/callback?", "/callback#code=c"})
    void aRequestWithoutParametersIsNoAnswer(String target) throws Exception {
        String answer = exchange(get(target));
        assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
        assertFalse(listener.answer().isDone());
    }

    /** DNS rebinding: a page of another name that leads here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example:PORT",
                "Host: 127.0.0.1",
                "Host: 127.0.0.1:1",
                "Host: localhost:PORT",
                "Host: 127.0.0.1:PORT.evil.example",
                "Host: ",
                "X-Host: 127.0.0.1:PORT",
                "Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT",
                "Host: 127.0.0.1:PORT\r\nHost: evil.example"
            })
    void anotherHostIsRefused(String lines) throws Exception {
        refused("400", "GET " + ANSWER + " HTTP/1.1\r\n" + lines.replace("PORT", port()) + "\r\n\r\n");
    }

    /** What a page of somebody else makes a browser fetch. */
    @ParameterizedTest
    @CsvSource({"no-cors, image", "cors, empty", "navigate, iframe", "same-origin, document", "websocket, websocket"})
    void whatIsNoNavigationOfAWindowIsForbidden(String mode, String destination) throws Exception {
        refused("403", get(ANSWER, "Sec-Fetch-Mode: " + mode, "Sec-Fetch-Dest: " + destination));
    }

    @Test
    void aNavigationIsTaken() throws Exception {
        exchange(get(ANSWER, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"));
        assertTrue(answer().toString().contains("s3cret-c0de"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /callback?code=c\r\n\r\n",
                "GET /callback?code=c HTTP/2.0\r\n\r\n",
                "GET  /callback?code=c HTTP/1.1\r\n\r\n",
                "GET /callback?code=c HTTP/1.1 x\r\n\r\n",
                " GET /callback?code=c HTTP/1.1\r\n\r\n",
                "GET /callback?code=\u00e9 HTTP/1.1\r\n\r\n",
                "GET /callback?code=\t HTTP/1.1\r\n\r\n",
                "GET /callback?code=c HTTP/1.1\r\nHost\r\n\r\n",
                "GET /callback?code=c HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /callback?code=c HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
                "GET /callback?code=c HTTP/1.1\r\n: b\r\n\r\n",
                "GET /callback?code=c HTTP/1.1\r\nA: b\nHost: c\r\n\r\n",
                "GET /callback?code=c HTTP/1.1\r\nA: b\u0000\r\n\r\n",
                "\r\n\r\n",
                "\u0016\u0003\u0001\u0002\r\n\r\n"
            })
    void whatIsNoRequestIsRefused(String text) throws Exception {
        refused("400", text);
    }

    @Test
    void aRequestLineHasALimit() throws Exception {
        refused("414", "GET " + ANSWER + "x".repeat(16 << 10));
        String longest = ANSWER + "x".repeat(15 << 10);
        exchange(get(longest));
        assertTrue(answer().toString().endsWith(longest));
    }

    @Test
    void headersHaveALimit() throws Exception {
        refused("431", get(ANSWER, "A: " + "x".repeat(33 << 10)));
        refused("431", get(ANSWER, "A: b\r\n".repeat(8 << 10) + "A: b"));
        exchange(get(ANSWER, "Cookie: " + "x".repeat(20 << 10)));
        assertTrue(answer().toString().contains("s3cret-c0de"));
    }

    @Test
    void aRedirectThatIsNoUrlIsAViolation() throws Exception {
        exchange(get("/callback?code=s3cret|c0de&state=st4te"));
        ExecutionException failure = assertThrows(ExecutionException.class, this::answer);
        ResponseViolationException violation = assertInstanceOf(ResponseViolationException.class, failure.getCause());
        assertEquals(FailureCode.PARSE_ERROR, violation.code());
        assertFalse(failure.toString().contains("s3cret"));
    }

    @Test
    void whoSaysNothingKeepsNobodyOut() throws Exception {
        for (int i = 0; i < 30; i++) {
            peer().send(i % 2 == 0 ? "" : "GET /call");
        }
        String page = exchange(get(ANSWER));
        assertTrue(page.startsWith("HTTP/1.1 200 "), page);
    }

    @Test
    void ofManyConnectionsTheOldestGivesWay() throws Exception {
        RawPeer oldest = peer();
        oldest.send("GET ");
        for (int i = 0; i < 8; i++) {
            peer().send("G");
        }
        assertEquals("", oldest.rest());
    }

    @Test
    void whoIsSlowIsCutOff() throws Exception {
        try (RedirectListener impatient =
                RedirectListener.open(URI.create("http://127.0.0.1/callback"), Duration.ofMillis(50))) {
            assertEquals("", RawPeer.exchange(impatient.redirectUri(), "GET /callback?code=c HTTP/1.1\r\n"));
            assertFalse(impatient.answer().isDone());
        }
    }

    @Test
    void whoHangsUpInTheMiddleChangesNothing() throws Exception {
        try (RawPeer peer = new RawPeer(listener.redirectUri())) {
            peer.send("GET /callback?code=half");
        }
        exchange(get(ANSWER));
        assertTrue(answer().toString().contains("s3cret-c0de"));
    }

    @Test
    void aRequestMayComeInPieces() throws Exception {
        RawPeer peer = peer();
        String text = get(ANSWER);
        for (int i = 0; i < text.length(); i++) {
            peer.send(text.substring(i, i + 1));
        }
        assertTrue(peer.rest().startsWith("HTTP/1.1 200 "));
    }

    @Test
    void aRedirectUriMayHaveAQuery() throws Exception {
        try (RedirectListener other =
                RedirectListener.open(URI.create("http://127.0.0.1/callback?tenant=1"), Duration.ofSeconds(20))) {
            URI uri = other.redirectUri();
            other.expect(Secret.of("s"));
            for (String target :
                    List.of("/callback?code=c&state=s", "/callback?tenant=1", "/callback?tenant=12&code=c&state=s")) {
                String answer = RawPeer.exchange(uri, RawPeer.get(uri, target));
                assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            }
            RawPeer.exchange(uri, RawPeer.get(uri, "/callback?tenant=1&code=c&state=s"));
            assertEquals(URI.create(uri + "&code=c&state=s"), other.answer().get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRedirectUriMayHaveNoPath() throws Exception {
        try (RedirectListener other = RedirectListener.open(URI.create("http://127.0.0.1"), Duration.ofSeconds(20))) {
            URI uri = other.redirectUri();
            other.expect(Secret.of("s"));
            RawPeer.exchange(uri, RawPeer.get(uri, "/?code=c&state=s"));
            assertEquals(URI.create(uri + "/?code=c&state=s"), other.answer().get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void closingGivesThePortBackAndDropsWhoIsConnected() throws Exception {
        RawPeer connected = peer();
        connected.send("GET /callback?code=c");
        URI uri = listener.redirectUri();
        listener.close();
        assertEquals("", connected.rest());
        assertThrows(ConnectException.class, () -> new RawPeer(uri));
        try (RedirectListener next = RedirectListener.open(uri, Duration.ofSeconds(1))) {
            assertEquals(uri, next.redirectUri());
        }
    }

    private String refused(String status, String text) throws IOException {
        String answer = exchange(text);
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.contains("Cache-Control: no-store\r\n"), answer);
        assertFalse(answer.contains("s3cret"), answer);
        assertFalse(listener.answer().isDone());
        return answer;
    }

    private String exchange(String text) throws IOException {
        return RawPeer.exchange(listener.redirectUri(), text);
    }

    private String get(String target, String... lines) {
        return RawPeer.get(listener.redirectUri(), target, lines);
    }

    private RawPeer peer() throws IOException {
        RawPeer peer = new RawPeer(listener.redirectUri());
        peers.add(peer);
        return peer;
    }

    private URI answer() throws Exception {
        return listener.answer().get(30, TimeUnit.SECONDS);
    }

    private String port() {
        return String.valueOf(listener.redirectUri().getPort());
    }
}
