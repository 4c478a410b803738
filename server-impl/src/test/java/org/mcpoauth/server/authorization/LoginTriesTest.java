package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.RateLimits;

/** How often a password may be wrong, by user name (RFC 6749, section 10.10). */
class LoginTriesTest {
    private final TestServer server =
            new TestServer(builder -> builder.rateLimits(RateLimits.DEFAULT.withFailures(null)));

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    /** A user store may take them for equal, so they must not have tries of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"ALICE", " alice ", "\uff41\uff4c\uff49\uff43\uff45", "\uff21lice"})
    void waysToWriteANameHaveOneCount(String written) {
        for (int i = 0; i < 10; i++) {
            assertEquals(200, login(written, "wrong").status());
        }

        assertEquals(429, login("alice", "alice-pw").status());
    }

    /** Unicode, section 5.18: letters may change their number with their case. */
    @Test
    void lettersThatAreEqualWithoutCaseHaveOneCount() {
        for (int i = 0; i < 10; i++) {
            login("stra\u00dfe", "wrong");
        }

        assertEquals(429, login("STRASSE", "wrong").status());
    }

    @Test
    void whoHasToWaitIsToldTheTimeThatIsLeft() {
        for (int i = 0; i < 10; i++) {
            server.pass(Duration.ofMinutes(1));
            login("alice", "wrong");
        }
        server.pass(Duration.ofMinutes(5));
        assertEquals("600", TestServer.header(login("alice", "alice-pw"), "Retry-After"));
        server.pass(Duration.ofMillis(599_500));
        assertEquals("1", TestServer.header(login("alice", "alice-pw"), "Retry-After"), "refused tries count not");
        server.pass(Duration.ofMillis(500));

        assertEquals(200, login("alice", "alice-pw").status());
    }

    /** Who knows a user name must not shut out its user. */
    @Test
    void strangersLockNobodyOutWhereHeLoggedInBefore() {
        assertEquals(200, login("alice", "alice-pw").status());
        for (int i = 0; i < 10; i++) {
            assertEquals(200, loginFrom("198.51.100.1", "wrong").status());
        }

        assertEquals(429, loginFrom("198.51.100.1", "alice-pw").status());
        assertEquals(429, loginFrom("198.51.100.2", "alice-pw").status(), "whoever may be there");
        assertEquals(200, login("alice", "alice-pw").status());
        assertEquals(429, loginFrom("198.51.100.1", "alice-pw").status(), "the tries of strangers are not forgotten");
    }

    @Test
    void whereAUserLoggedInBeforeTriesAreBoundedToo() {
        login("alice", "alice-pw");
        for (int i = 0; i < 10; i++) {
            assertEquals(200, login("alice", "wrong").status());
        }

        assertEquals(429, login("Alice", "alice-pw").status());
        assertEquals(200, loginFrom("198.51.100.1", "alice-pw").status());
    }

    /** Strangers come from there as well. */
    @Test
    void anAddressNobodyKnowsIsNotWhereAUserLoggedInBefore() {
        assertEquals(200, loginFrom(null, "alice-pw").status());
        for (int i = 0; i < 10; i++) {
            loginFrom(null, "wrong");
        }

        assertEquals(429, loginFrom("198.51.100.1", "alice-pw").status());
    }

    @Test
    void triesAtTheSameTimeAreNotMore() {
        for (int i = 0; i < 6; i++) {
            login("alice", "wrong");
        }
        List<TestBrowser> browsers = List.of(1, 2, 3, 4, 5, 6, 7, 8).stream()
                .map(i -> new TestBrowser(server))
                .toList();
        List<EndpointResponse> pages =
                browsers.stream().map(LoginTriesTest::open).toList();
        AtomicInteger next = new AtomicInteger();
        List<Integer> statuses = Race.of(8, () -> {
            int i = next.getAndIncrement();
            return browsers.get(i)
                    .submit(pages.get(i), "username", "alice", "password", "wrong")
                    .status();
        });

        assertEquals(4, statuses.stream().filter(status -> status == 200).count());
        assertEquals(4, statuses.stream().filter(status -> status == 429).count());
    }

    private EndpointResponse login(String username, String password) {
        TestBrowser browser = new TestBrowser(server);
        return browser.submit(open(browser), "username", username, "password", password);
    }

    private EndpointResponse loginFrom(@Nullable String address, String password) {
        TestBrowser browser = new TestBrowser(server, address);
        return browser.submit(open(browser), "username", "alice", "password", password);
    }

    private static EndpointResponse open(TestBrowser browser) {
        return browser.openAuthorization(TestServer.authorizationQuery("app"));
    }
}
