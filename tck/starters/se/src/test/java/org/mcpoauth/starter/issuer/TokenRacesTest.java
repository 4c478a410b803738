package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.starter.issuer.RequestLog.Exchange;

/** Eight clients that do the same at the same time, at two nodes of one authorization server. */
@TestInstance(Lifecycle.PER_CLASS)
class TokenRacesTest {
    private static final int CALLERS = 8;
    private static final int ROUNDS = 5;

    private final RequestLog log = new RequestLog();
    private final Calls calls = new Calls(log);
    private Site site;
    private List<URI> nodes = List.of();

    @BeforeAll
    void startNodes(@TempDir Path folder) {
        site = Site.onPostgres(folder, format());
        nodes = site.startBoth();
    }

    @AfterAll
    void endNodes() {
        site.close();
    }

    AccessTokenFormat format() {
        return AccessTokenFormat.JWT;
    }

    private String code() throws IOException {
        return new Browser(nodes.get(0), nodes.get(1)).authorize();
    }

    // RFC 6749, section 4.1.2: a code is used once, and a second use ends what the first one brought
    @Test
    void ofEightRedemptionsOfOneCodeOneBringsTokensAndTheOthersEndThem() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String code = code();
            atOnce(node -> calls.redeem(node, code));
            Exchange won = assertOneWon(code);
            assertOver(won);
        }
        log.assertNothingTwice();
    }

    // RFC 9700, section 4.14.2: who presents a refresh token that was used ends its family
    @Test
    void ofEightUsesOfOneRefreshTokenOneBringsASuccessorAndTheOthersEndIt() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String token = Calls.text(calls.redeem(nodes.get(round % 2), code()), "refresh_token");
            atOnce(node -> calls.refresh(node, token));
            Exchange won = assertOneWon(token);
            assertOver(won);
        }
        log.assertNothingTwice();
    }

    // RFC 7523, section 3, item 7: an assertion brings one token, which stays, since it is nobody's fault
    @Test
    void ofEightUsesOfOneIdentityAssertionOneBringsAToken() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String assertion = site.identityProvider().assertion("round-" + round);
            atOnce(node -> calls.present(node, assertion));
            Exchange won = assertOneWon(assertion);
            for (URI node : nodes) {
                assertTrue(calls.isActive(node, won.answer().getString("access_token")));
            }
        }
        log.assertNothingTwice();
    }

    @Test
    void withoutARaceTheTokensStay() throws IOException {
        HttpResponse<String> redeemed = calls.redeem(nodes.get(0), code());
        HttpResponse<String> refreshed = calls.refresh(nodes.get(1), Calls.text(redeemed, "refresh_token"));
        for (URI node : nodes) {
            assertTrue(calls.isActive(node, Calls.text(redeemed, "access_token")));
            assertTrue(calls.isActive(node, Calls.text(refreshed, "access_token")));
        }
    }

    // RFC 7009, section 2.1: what is revoked at one node is not brought back by a refresh at the other
    @Test
    void ofRefreshesAndRevocationsAtTheSameTimeTheRevocationsStay() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            HttpResponse<String> redeemed = calls.redeem(nodes.get(round % 2), code());
            String token = Calls.text(redeemed, "refresh_token");
            List<HttpResponse<String>> answers =
                    atOnce((node, number) -> number % 4 < 2 ? calls.revoke(node, token) : calls.refresh(node, token));
            for (int number = 0; number < CALLERS; number++) {
                int status = answers.get(number).statusCode();
                assertTrue(status == 200 || (number % 4 >= 2 && status == 400), "answer " + status);
            }
            List<Exchange> won =
                    log.of(token).stream().filter(Exchange::isAcknowledged).toList();
            assertTrue(won.size() <= 1, () -> "successors: " + won.size());
            for (Exchange one : won) {
                assertOver(one);
            }
            assertFalse(calls.isActive(nodes.get(0), Calls.text(redeemed, "access_token")));
        }
    }

    private Exchange assertOneWon(String credential) {
        List<Exchange> answers = log.of(credential);
        List<Exchange> won = answers.stream().filter(Exchange::isAcknowledged).toList();
        assertEquals(CALLERS, answers.size());
        assertEquals(
                1,
                won.size(),
                () -> "answers " + answers.stream().map(Exchange::status).toList());
        answers.stream().filter(answer -> !answer.isAcknowledged()).forEach(answer -> {
            assertEquals(400, answer.status());
            assertEquals("invalid_grant", answer.answer().getString("error"));
        });
        return won.get(0);
    }

    /** Nothing of a grant is of use any more, at no node. */
    private void assertOver(Exchange won) throws IOException {
        for (URI node : nodes) {
            assertFalse(calls.isActive(node, won.answer().getString("access_token")));
            HttpResponse<String> refused = calls.refresh(node, won.answer().getString("refresh_token"));
            assertEquals(400, refused.statusCode());
            assertEquals("invalid_grant", Calls.text(refused, "error"));
        }
    }

    private interface Caller {
        HttpResponse<String> call(URI node, int number) throws IOException;
    }

    private interface Same {
        HttpResponse<String> call(URI node) throws IOException;
    }

    private List<HttpResponse<String>> atOnce(Same same) throws Exception {
        return atOnce((node, number) -> same.call(node));
    }

    /** Half of the callers at each node; all begin when all are there. */
    private List<HttpResponse<String>> atOnce(Caller caller) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        CyclicBarrier start = new CyclicBarrier(CALLERS);
        try {
            List<Callable<HttpResponse<String>>> all = IntStream.range(0, CALLERS)
                    .<Callable<HttpResponse<String>>>mapToObj(number -> () -> {
                        start.await(30, TimeUnit.SECONDS);
                        return caller.call(nodes.get(number % nodes.size()), number);
                    })
                    .toList();
            List<HttpResponse<String>> answers = new ArrayList<>();
            for (Future<HttpResponse<String>> one : callers.invokeAll(all, 60, TimeUnit.SECONDS)) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            callers.shutdownNow();
        }
    }
}
