package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** One browser has a bounded number of requests that wait (RFC 9700, section 4.7). */
class WaitingRequestsTest {
    private static final int MAX = 20;

    private final TestServer server = new TestServer();
    private final TestBrowser browser = new TestBrowser(server);
    private final String query = TestServer.authorizationQuery("app");

    @BeforeEach
    void addClient() {
        server.addPublicClient("app");
    }

    @Test
    void oneTooManyEndsTheOldest() {
        List<EndpointResponse> pages = open(MAX + 1);

        assertEquals(MAX, waiting());
        assertEquals(400, browser.login(pages.get(0)).status(), "the page is out of date");
        assertEquals(200, browser.login(pages.get(1)).status());
    }

    /** A page of a stranger may open as many as it likes in the browser of a user. */
    @Test
    void theNewestAlwaysGoesOn() {
        open(3 * MAX);

        assertEquals(
                302 + 1,
                browser.submit(browser.login(browser.openAuthorization(query)), "decision", "approve")
                        .status());
        assertEquals(MAX, waiting() + 1, "of the old ones as many as there is room for");
    }

    @Test
    void anotherBrowserHasItsOwn() {
        TestBrowser other = new TestBrowser(server);
        other.openAuthorization(query);
        EndpointResponse page = other.openAuthorization(query);
        open(2 * MAX);

        assertEquals(200, other.login(page).status());
    }

    @Test
    void whatEndedByItselfTakesNoRoomAway() {
        open(MAX);
        server.pass(Duration.ofMinutes(10));
        List<EndpointResponse> pages = open(MAX);

        assertEquals(MAX, waiting());
        assertEquals(200, browser.login(pages.get(0)).status());
    }

    /** Whoever takes no cookies must not fill the store with what is kept of browsers. */
    @Test
    void nothingIsKeptOfABrowserThatNeverCameBack() {
        for (int i = 0; i < 3; i++) {
            new TestBrowser(server).openAuthorization(query);
        }

        assertEquals(3, waiting());
        assertEquals(0, lists());
    }

    @Test
    void whatIsKeptOfABrowserEndsWithItsRequests() {
        open(3);
        assertEquals(1, lists());
        server.pass(Duration.ofMinutes(10));

        assertEquals(0, lists());
    }

    @Test
    void requestsAtTheSameTimeAreNotMore() {
        open(MAX - 2);
        AtomicInteger answered = new AtomicInteger();
        Race.of(8, () -> {
            server.get(TestServer.BASE + "/authorize", query, browser.headers());
            return answered.incrementAndGet();
        });

        assertEquals(8, answered.get());
        assertEquals(MAX, waiting());
    }

    private List<EndpointResponse> open(int times) {
        List<EndpointResponse> pages = new ArrayList<>();
        IntStream.range(0, times).forEach(i -> pages.add(browser.openAuthorization(query)));
        return pages;
    }

    private long waiting() {
        return server.stored.count("pending-authorization");
    }

    private long lists() {
        return server.stored.count("pending-authorization-of-browser");
    }
}
