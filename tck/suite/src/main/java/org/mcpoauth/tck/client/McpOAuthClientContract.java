package org.mcpoauth.tck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.counterpart.Fault;
import org.mcpoauth.tck.counterpart.Request;
import org.mcpoauth.tck.counterpart.Step;

/**
 * What every {@link McpOAuthClient} keeps though its peers misbehave: it is refused, in time, and no code,
 * verifier, secret or token goes where it must not. A vendor extends this class; the client is the one that
 * {@link McpOAuthRuntime} finds:
 *
 * <pre>{@code
 * class OurClientTest extends McpOAuthClientContract {}
 * }</pre>
 */
public abstract class McpOAuthClientContract extends ClientAuthorization {
    private static final Duration LIFE = Duration.ofHours(1).plusSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CALLERS = 8;

    /** For the vendor's class. */
    protected McpOAuthClientContract() {}

    @Assertion("CL-TOK-001")
    void aTokenThatTheClientCannotPresentIsRefused() {
        eachRefused(FailureCode.INVALID_RESPONSE, Step.CALL, Fault.UNKNOWN_TOKEN_TYPE, Fault.NO_TOKEN_TYPE);
    }

    @Assertion("CL-TOK-002")
    void anAnswerWithoutTokenIsRefused() {
        eachRefused(
                Step.CALL,
                Fault.NO_ACCESS_TOKEN,
                Fault.TWO_ACCESS_TOKENS,
                Fault.LIFETIME_OF_WORDS,
                Fault.GARBAGE_AS_TOKENS,
                Fault.PAGE_AS_TOKENS);
    }

    @Assertion("CL-TOK-003")
    void anErrorIsOneWhateverItsStatus() {
        eachRefused(FailureCode.RESPONSE_BODY_ERROR, Step.CALL, Fault.ERROR_WITH_STATUS_200);
    }

    @Assertion("CL-TOK-004")
    void whatATokenNeedNotHaveIsNotMissed() throws Exception {
        for (Fault fault : List.of(Fault.NO_LIFETIME, Fault.JUNK_ID_TOKEN)) {
            restart();
            spoil(fault);
            assertEquals(200, call(client()).statusCode(), fault.name());
        }
    }

    @Assertion("CL-TOK-005")
    void anAnswerWithoutEndIsCutOff() {
        eachRefused(FailureCode.RESPONSE_TOO_LARGE, Step.CALL, Fault.ENDLESS_TOKENS);
    }

    @Assertion("CL-TOK-006")
    void aSlowAnswerIsNotWaitedForWithoutEnd() {
        assertTimeoutPreemptively(PATIENCE, () -> eachRefused(FailureCode.TIMED_OUT, Step.CALL, Fault.SLOW_TOKENS));
    }

    @Assertion("CL-TOK-007")
    void aTokenThatWouldBeASecondHeaderIsRefused() {
        eachRefused(Step.CALL, Fault.TOKEN_WITH_LINES);
    }

    @Assertion("CL-ONCE-001")
    void aCodeIsSentOnceWhateverBecomesOfIt() {
        List<Fault> faults = List.of(
                Fault.NO_ANSWER_TO_A_CODE,
                Fault.HALF_HEADERS_FOR_A_CODE,
                Fault.HALF_BODY_FOR_A_CODE,
                Fault.BUSY_AT_REDEMPTION,
                Fault.LIMITED_AT_REDEMPTION);
        for (Fault fault : faults) {
            restart();
            refused(fault);
            List<Request> redemptions = peer().server().tokenRequests("authorization_code");
            assertEquals(1, redemptions.size(), fault.name());
            assertUntouched(fault, Step.CALL);
        }
    }

    @Assertion("CL-ONCE-002")
    void afterALostRedemptionTheNextCallBeginsAnew() throws Exception {
        spoil(Fault.NO_ANSWER_TO_A_CODE);
        McpOAuthClient client = client();
        refused(client);
        peer().server().onGrant("authorization_code", peer().server()::token);
        assertEquals(200, call(client).statusCode());
        assertEquals(2, peer().count(Step.BROWSER));
    }

    @Assertion("CL-REF-001")
    void callersOfOneTokenRefreshOnce() throws Exception {
        McpOAuthClient client = authorizedClient();
        elapse(LIFE);
        assertAnswered(Collections.nCopies(CALLERS, client));
        assertEquals(1, peer().server().tokenRequests("refresh_token").size());
        assertEquals(1, peer().count(Step.BROWSER));
    }

    @Assertion("CL-REF-002")
    void nodesThatShareATokenRefreshOnce() throws Exception {
        McpOAuthRuntime one = runtime();
        List<McpOAuthClient> nodes = List.of(client(one), client(nodeBeside(one)));
        assertEquals(200, call(nodes.get(0)).statusCode());
        for (int round = 1; round <= 2; round++) {
            elapse(LIFE);
            List<McpOAuthClient> callers = new ArrayList<>(nodes);
            callers.addAll(nodes);
            assertAnswered(callers);
            assertEquals(round, peer().server().tokenRequests("refresh_token").size());
        }
        assertEquals(1, peer().count(Step.BROWSER), "no node lost the newest token");
    }

    @Assertion("CL-REF-003")
    void theNewestRefreshTokenIsUsed() throws Exception {
        McpOAuthClient client = authorizedClient();
        for (int i = 0; i < 3; i++) {
            elapse(LIFE);
            assertEquals(200, call(client).statusCode());
        }
        long different = peer().server().tokenRequests("refresh_token").stream()
                .map(request -> request.form("refresh_token"))
                .distinct()
                .count();
        assertEquals(3, different);
        assertEquals(1, peer().count(Step.BROWSER));
    }

    @Assertion("CL-REF-004")
    void aRefusedRefreshIsANewAuthorization() throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(Fault.REFRESH_REFUSED);
        elapse(LIFE);
        assertEquals(200, call(client).statusCode());
        assertEquals(1, peer().server().tokenRequests("refresh_token").size());
        assertEquals(2, peer().count(Step.BROWSER));
    }

    @Assertion("CL-REF-005")
    void aLostRenewalIsOvercome() throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(Fault.REFRESH_ANSWER_LOST);
        elapse(LIFE);
        refused(client);
        peer().server().onGrant("refresh_token", peer().server()::token);
        elapse(Duration.ofMinutes(5));
        assertEquals(200, call(client).statusCode());
        assertEquals(2, peer().count(Step.BROWSER), "the family has ended");
    }

    @Assertion("CL-REF-006")
    void aBusyServerIsLeftAloneAndCostsNoToken() throws Exception {
        for (Fault fault : List.of(Fault.REFRESH_BUSY, Fault.REFRESH_LIMITED)) {
            restart();
            assertLeftAlone(fault);
        }
    }

    private void assertLeftAlone(Fault fault) throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(fault);
        elapse(LIFE);
        refused(client);
        elapse(Duration.ofSeconds(60));
        refused(client);
        assertEquals(1, peer().server().tokenRequests("refresh_token").size(), "Retry-After was 120 seconds");
        peer().server().onGrant("refresh_token", peer().server()::token);
        elapse(Duration.ofSeconds(61));
        assertEquals(200, call(client).statusCode());
        assertEquals(1, peer().count(Step.BROWSER), "the refresh token was kept");
    }

    @Assertion("CL-REF-007")
    void aRefreshIsNotSentToAStranger() throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(Fault.REFRESH_REDIRECTS);
        elapse(LIFE);
        refused(client);
        assertEquals(List.of(), peer().stranger().requests());
    }

    @Assertion("CL-REF-008")
    void aTokenThatTheServerEndedIsRenewed() throws Exception {
        McpOAuthClient client = authorizedClient();
        peer().server().endAccessTokens();
        assertEquals(200, call(client).statusCode());
        assertEquals(1, peer().server().tokenRequests("refresh_token").size());
        assertEquals(1, peer().count(Step.BROWSER));
    }

    @Assertion("CL-HIDE-002")
    void nothingThatIsPrintedHasASecret() throws Exception {
        McpOAuthClient client = authorizedClient();
        for (Object printed : List.of(client, client.accessToken(), client.httpClient())) {
            assertFalse(peer().ledger().isShownIn(printed.toString()), printed.getClass() + " shows a secret");
        }
        assertNoLeaks();
    }

    @Assertion("CL-RES-001")
    void theResourceIsNamedInEveryRequestForTokens() throws Exception {
        McpOAuthClient client = authorizedClient();
        elapse(LIFE);
        assertEquals(200, call(client).statusCode());
        String resource = peer().mcp().url();
        assertEquals(
                resource, peer().server().http().requests("/authorize").get(0).parameter("resource"));
        List<Request> requests = peer().server().http().requests("/token");
        assertEquals(2, requests.size());
        assertTrue(
                requests.stream().allMatch(request -> request.form("resource").equals(resource)));
    }

    private void assertAnswered(List<McpOAuthClient> clients) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(clients.size());
        try {
            List<Callable<Integer>> calls = new ArrayList<>();
            clients.forEach(client -> calls.add(() -> call(client).statusCode()));
            for (Future<Integer> answer : callers.invokeAll(calls)) {
                assertEquals(200, answer.get());
            }
        } finally {
            callers.shutdownNow();
        }
    }
}
