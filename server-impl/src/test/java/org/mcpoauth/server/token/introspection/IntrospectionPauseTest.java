package org.mcpoauth.server.token.introspection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.fault.FaultServer;

/**
 * Which failure of an introspection endpoint stops which questions, and how long (RFC 7662, section 2.3; RFC 6585,
 * section 4; RFC 9110, section 10.2.3): strangers must not be able to stop those of others.
 */
class IntrospectionPauseTest extends IntrospectionFixture {
    private static final String FRESH = "never-asked-about";
    private static final String STRANGER = "stranger-1";

    private final TokenVerifier verifier = verifier(rules());

    /** Lets the token of a good caller be accepted, then the endpoint fail for the tokens of strangers. */
    private void goodForAllBut(FaultServer.Behaviour failure) {
        server.json(server.active(it -> it));
        verify(verifier, TOKEN);
        server.behave(token -> token.startsWith("stranger"), failure, server.good());
    }

    private TransportException unknown(String token) {
        return assertThrows(TransportException.class, () -> verify(verifier, token));
    }

    private static FaultServer.Behaviour status(int status, String... headers) {
        return FaultServer.answer(status + " Status", "", headers);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 413, 414, 422, 500, 502, 503, 504})
    void aRefusalOfOneTokenStopsNoOther(int status) {
        goodForAllBut(status(status));
        unknown(STRANGER);
        verify(verifier, TOKEN);
        verify(verifier, FRESH);
        unknown(STRANGER);
        assertEquals(5, server.questions(), "asked about each, each time");
    }

    // RFC 9110, section 10.2.3: a refusal of one token cannot ask for rest
    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 500, 502})
    void onlyWhoIsBusyCanAskForRest(int status) {
        goodForAllBut(status(status, "Retry-After: 30"));
        assertTrue(unknown(STRANGER).retryAfter().isEmpty());
        verify(verifier, FRESH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{}", "{\"active\":\"yes\"}", "[]"})
    void aMalformedAnswerStopsNoOther(String body) {
        goodForAllBut(FaultServer.json(body));
        unknown(STRANGER);
        verify(verifier, FRESH);
        verify(verifier, TOKEN);
    }

    @ParameterizedTest
    @CsvSource({"429, 3", "503, 3", "429, 3600", "503, 3600"})
    void aBusyServerIsLeftAloneByStrangersFirst(int status, long seconds) {
        goodForAllBut(status(status, "Retry-After: " + seconds));
        unknown(STRANGER);
        Duration rest = Duration.ofSeconds(Math.min(seconds, 5));
        assertEquals(rest, unknown(FRESH).retryAfter().orElseThrow());
        assertEquals(2, server.questions(), "nobody asked about a new token");
        verify(verifier, TOKEN);
        assertEquals(3, server.questions(), "a token that was accepted before is asked about");
        clock.move(rest);
        verify(verifier, FRESH);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aServerThatIsBusyForAcceptedTokensTooIsLeftAloneByAll(int status) {
        goodForAllBut(status(status));
        server.behave(status(status, "Retry-After: 30"));
        unknown(TOKEN);
        unknown(TOKEN);
        unknown(FRESH);
        assertEquals(2, server.questions());
        clock.move(Duration.ofSeconds(30));
        server.json(server.active(it -> it));
        verify(verifier, FRESH);
        verify(verifier, TOKEN);
    }

    // RFC 6585, section 4: Retry-After may be missing
    @Test
    void tooManyRequestsAloneMeansASecond() {
        goodForAllBut(status(429));
        unknown(STRANGER);
        assertEquals(Duration.ofSeconds(1), unknown(FRESH).retryAfter().orElseThrow());
        clock.move(Duration.ofSeconds(1));
        verify(verifier, FRESH);
    }

    // RFC 7662, section 2.3: 401 is about the credentials of the resource, which are the same for every token
    @Test
    void refusedCredentialsStopAll() {
        goodForAllBut(status(401, "WWW-Authenticate: Basic"));
        server.behave(status(401, "WWW-Authenticate: Basic"));
        unknown(TOKEN);
        assertEquals(Duration.ofSeconds(10), unknown(TOKEN).retryAfter().orElseThrow());
        assertEquals(Duration.ofSeconds(10), unknown(FRESH).retryAfter().orElseThrow());
        assertEquals(2, server.questions());
        server.json(server.active(it -> it));
        clock.move(Duration.ofSeconds(10));
        verify(verifier, TOKEN);
    }

    // something in front of the server may answer so to what a stranger invented
    @Test
    void refusedCredentialsForAStrangerStopNobody() {
        goodForAllBut(status(401, "WWW-Authenticate: Basic"));
        unknown(STRANGER);
        verify(verifier, FRESH);
        verify(verifier, TOKEN);
    }

    @Test
    void aConnectionThatBreaksForAStrangerStopsNobody() {
        goodForAllBut(FaultServer.resetAfter("HTTP/1.1 200 OK\r\n"));
        for (int i = 0; i < 10; i++) {
            unknown("stranger-" + i);
        }
        verify(verifier, FRESH);
        verify(verifier, TOKEN);
    }

    @Test
    void aConnectionThatBreaksForAnAcceptedTokenStopsAllForASecond() {
        goodForAllBut(status(500));
        server.behave(FaultServer.resetAfter("HTTP/1.1 200 OK\r\n"));
        unknown(TOKEN);
        assertEquals(Duration.ofSeconds(1), unknown(FRESH).retryAfter().orElseThrow());
        assertEquals(2, server.questions());
    }

    // of failures that come together the longest rest counts
    @Test
    void aShorterPauseDoesNotEndALongerOne() {
        goodForAllBut(status(503, "Retry-After: 4"));
        unknown(STRANGER);
        clock.move(Duration.ofSeconds(1));
        server.behave(status(429, "Retry-After: 1"));
        unknown(TOKEN);
        clock.move(Duration.ofSeconds(1));
        assertEquals(Duration.ofSeconds(2), unknown(FRESH).retryAfter().orElseThrow());
    }

    @Test
    void aTokenThatIsRefusedIsAStrangersAgain() {
        goodForAllBut(status(503, "Retry-After: 30"));
        server.json("{\"active\":false}");
        assertRejected(RejectionReason.INACTIVE, verifier, TOKEN);
        server.behave(status(503, "Retry-After: 30"));
        unknown(STRANGER);
        unknown(TOKEN);
        assertEquals(3, server.questions());
    }

    // RFC 8414, section 3: what is missing for every token is not looked for with every token
    @Test
    void metadataThatCannotBeUsedIsNotFetchedForEachToken() {
        server.hideMetadata();
        unknown(STRANGER);
        unknown(FRESH);
        assertEquals(1, server.fetches());
        server.publish("");
        server.json(server.active(it -> it));
        clock.move(Duration.ofSeconds(1));
        verify(verifier, FRESH);
    }

    // RFC 8414, section 3.3: what is said of another issuer is of no use for any token of this one
    @Test
    void metadataOfAnotherIssuerAreNotFetchedForEachToken() {
        server.publishAs("http://somebody.else", ",\"introspection_endpoint\":\"http://somebody.else/ask\"");
        unknown(STRANGER);
        assertEquals(Duration.ofSeconds(1), unknown(FRESH).retryAfter().orElseThrow());
        assertEquals(1, server.fetches());
        server.publish("");
        clock.move(Duration.ofDays(1));
        server.behave(server.good());
        verify(verifier, FRESH);
    }

    /** Who is interrupted while a question is under way says nothing about the server. */
    @Test
    void anInterruptedQuestionStopsNobody() {
        goodForAllBut(status(500));
        Thread asking = Thread.currentThread();
        server.behave(connection -> {
            asking.interrupt();
            FaultServer.silentAfter("").answer(connection);
        });
        TransportException interrupted = unknown(TOKEN);
        assertTrue(Thread.interrupted(), "the caller is told");
        assertEquals(FailureCode.INTERRUPTED, interrupted.code());
        assertEquals(2, server.questions());
        server.behave(server.good());
        verify(verifier, FRESH);
        verify(verifier, TOKEN);
    }
}
