package org.mcpoauth.tck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.counterpart.Fault;
import org.mcpoauth.tck.counterpart.Request;
import org.mcpoauth.tck.counterpart.Step;

/** What a client has a user open, which responses it takes, and when it stops asking. */
abstract class ClientAuthorization extends ClientDiscovery {
    /** What the official conformance suite allows in its scenario "scope-retry-limit". */
    private static final int MOST_AUTHORIZATIONS = 3;

    @Assertion("CL-PAGE-001")
    void onlyWebPagesAreOpened() {
        eachRefused(
                Step.BROWSER,
                Fault.SCRIPT_AS_PAGE,
                Fault.DATA_AS_PAGE,
                Fault.FILE_AS_PAGE,
                Fault.COMMAND_AS_PAGE,
                Fault.PAGE_IN_THE_CLEAR);
    }

    @Assertion("CL-ISS-001")
    void aResponseOfAnotherServerIsDiscarded() {
        eachRefused(FailureCode.RESPONSE_ISSUER_MISMATCH, Step.TOKEN, Fault.NO_ISS, Fault.FOREIGN_ISS);
    }

    @Assertion("CL-ISS-002")
    void issuersAreComparedAsText() {
        eachRefused(FailureCode.RESPONSE_ISSUER_MISMATCH, Step.TOKEN, Fault.ISS_WITH_SLASH, Fault.ISS_IN_CAPITALS);
    }

    @Assertion("CL-ISS-003")
    void anErrorOfAnotherServerIsNeitherShownNorActedOn() {
        McpOAuthException refusal = refused(Fault.FOREIGN_ERROR);
        assertEquals(FailureCode.RESPONSE_ISSUER_MISMATCH, refusal.code());
        assertFalse(String.valueOf(refusal.getMessage()).contains("access_denied"));
        assertUntouched(Fault.FOREIGN_ERROR, Step.TOKEN);
    }

    @Assertion("CL-STATE-001")
    void aResponseWithoutTheStateThatWasSentIsDiscarded() {
        eachRefused(FailureCode.STATE_MISMATCH, Step.TOKEN, Fault.NO_STATE, Fault.FOREIGN_STATE);
    }

    @Assertion("CL-STATE-002")
    void aResponseServesOnce() {
        McpOAuthClient client = runtime().client(configuration().build());
        URI redirect = peer().browser().open(client.startAuthorization(Scopes.NONE));
        client.completeAuthorization(redirect);
        assertHidden(assertThrows(McpOAuthException.class, () -> client.completeAuthorization(redirect)));
        assertEquals(1, peer().count(Step.TOKEN));
        assertNoLeaks();
    }

    @Assertion("CL-STATE-003")
    void aResponseThatNobodyAskedForIsDiscarded() {
        McpOAuthClient client = runtime().client(configuration().build());
        String answer = REDIRECT + "?code=injected&state=invented&iss="
                + peer().server().issuer();
        assertThrows(McpOAuthException.class, () -> client.completeAuthorization(URI.create(answer)));
        assertEquals(0, peer().count(Step.TOKEN));
    }

    @Assertion("CL-STATE-004")
    void aResponseIsTakenForTenMinutes() {
        McpOAuthClient client = runtime().client(configuration().build());
        URI redirect = peer().browser().open(client.startAuthorization(Scopes.NONE));
        elapse(Duration.ofMinutes(10).plusSeconds(1));
        assertThrows(McpOAuthException.class, () -> client.completeAuthorization(redirect));
        assertEquals(0, peer().count(Step.TOKEN));
    }

    @Assertion("CL-RESP-001")
    void aResponseWithAParameterTwiceIsDiscarded() {
        eachRefused(FailureCode.DUPLICATE_PARAMETER, Step.TOKEN, Fault.TWO_CODES, Fault.TWO_ISS);
    }

    @Assertion("CL-RESP-002")
    void aResponseWithoutCodeIsRefused() {
        eachRefused(Step.TOKEN, Fault.NO_CODE);
    }

    @Assertion("CL-HIDE-001")
    void theTextOfAnErrorIsKeptApartAndClean() {
        OAuthErrorException refusal = assertInstanceOf(OAuthErrorException.class, refused(Fault.HOSTILE_ERROR));
        String description = refusal.description().orElse("");
        assertTrue(description.chars().allMatch(c -> c >= ' ' && c < 0x7f), "characters that are no text");
        assertTrue(description.length() <= 1000, "a text without end");
    }

    @Assertion("CL-LOOP-001")
    void aServerThatRefusesEveryTokenIsLeft() {
        refused(Fault.EVERY_TOKEN_REFUSED);
        assertTrue(peer().count(Step.BROWSER) <= MOST_AUTHORIZATIONS, "users are not asked for ever");
        assertTrue(peer().count(Step.CALL) <= 2 * MOST_AUTHORIZATIONS, "servers are not asked for ever");
    }

    @Assertion("CL-LOOP-002")
    void aServerThatWantsEverMoreIsLeft() {
        refused(Fault.EVER_MORE_SCOPES);
        assertTrue(peer().count(Step.BROWSER) <= MOST_AUTHORIZATIONS, "users are not asked for ever");
    }

    @Assertion("CL-LOOP-003")
    void aRefusalWithoutReasonIsNoReasonToAskTheUser() throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(Fault.FORBIDDEN_WITHOUT_REASON);
        assertEquals(403, call(client).statusCode());
        assertEquals(1, peer().count(Step.BROWSER));
    }

    @Assertion("CL-SCOPE-001")
    void aStepUpAsksForTheScopesSoFarAsWell() throws Exception {
        McpOAuthClient client = authorizedClient();
        peer().mcp().needs("notes:write");
        assertEquals(200, call(client).statusCode());
        List<String> asked = peer().server().http().requests("/authorize").stream()
                .map(request -> request.parameter("scope"))
                .toList();
        assertEquals(Set.of("mcp:tools"), words(asked.get(0)));
        assertEquals(Set.of("mcp:tools", "notes:write"), words(asked.get(1)));
    }

    @Assertion("CL-PKCE-002")
    void everyRequestHasAStateAndAChallengeOfItsOwn() throws Exception {
        authorizedClient();
        restartedClientCalls();
        List<Request> asked = peer().server().http().requests("/authorize");
        assertEquals(2, asked.size());
        for (String name : List.of("state", "code_challenge")) {
            String first = asked.get(0).parameter(name);
            assertTrue(first.length() >= 22, name + " can be guessed");
            assertFalse(first.equals(asked.get(1).parameter(name)), name + " is used twice");
        }
        assertEquals("S256", asked.get(0).parameter("code_challenge_method"));
    }

    private void restartedClientCalls() throws Exception {
        assertEquals(200, call(client()).statusCode());
    }

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.split(" ", -1)));
    }
}
