package org.mcpoauth.server.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.server.wire.LoginMechanism.Login;
import org.mcpoauth.spi.endpoint.Endpoint;
import org.mcpoauth.spi.endpoint.EndpointGroup;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** What becomes of a page when the container logs its user in, or not (Jakarta Servlet 6.0, sections 13.3 and 13.6). */
class ContainerLoginOverHttpTest {
    private static final String DETAIL = "the directory at ldap://10.0.0.1 does not answer";
    private static final String REFUSAL = "not logged in";

    private static final Login ALICE = response -> "alice";

    /** Section 13.6.3.1 without a page to show. */
    private static final Login CHALLENGE = response -> {
        response.setHeader("WWW-Authenticate", "Basic realm=\"staff\"");
        response.sendError(401);
        return null;
    };

    private static EndpointResponse page(EndpointRequest request) {
        Principal caller = request.caller();
        return caller == null || caller.getName().equals("guest")
                ? answer(401, REFUSAL)
                : answer(200, caller.getName());
    }

    private static EndpointResponse answer(int status, String text) {
        Map<String, List<String>> headers =
                Map.of("Content-Type", List.of("text/plain;charset=UTF-8"), "Cache-Control", List.of("no-store"));
        return new EndpointResponse(status, HttpHeaders.of(headers, (name, value) -> true), text.getBytes(UTF_8));
    }

    private static EndpointGroup pages() {
        return () -> List.of(
                new Endpoint("/page", 100, ContainerLoginOverHttpTest::page).withContainerLogin(true),
                new Endpoint("/call", 100, ContainerLoginOverHttpTest::page),
                new Endpoint("/forbidden", 100, request -> answer(403, "forbidden")).withContainerLogin(true));
    }

    private static ServletServer server(LoginMechanism container) {
        return ServletServer.of(new EchoServlet(), container, new McpOAuthServletFilter(pages()));
    }

    private static HttpResponse<String> open(Login login) {
        try (ServletServer server = server(new LoginMechanism(login))) {
            return send(server.get("/page"));
        }
    }

    private static void assertRefused(HttpResponse<String> answer) {
        assertEquals(401, answer.statusCode());
        assertEquals(REFUSAL, answer.body());
        assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
        assertFalse(answer.headers().map().toString().contains("10.0.0.1"));
    }

    @Test
    void whoeverTheContainerLogsInGetsThePage() {
        HttpResponse<String> answer = open(ALICE);

        assertEquals(200, answer.statusCode());
        assertEquals("alice", answer.body());
        assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
    }

    @Test
    void aChallengeOfTheContainerIsTheAnswer() {
        HttpResponse<String> answer = open(CHALLENGE);

        assertEquals(401, answer.statusCode());
        assertEquals(
                "Basic realm=\"staff\"",
                answer.headers().firstValue("WWW-Authenticate").orElseThrow());
        assertFalse(answer.body().contains(REFUSAL));
        assertEquals(List.of(), answer.headers().allValues("Cache-Control"));
    }

    /** What is not sent yet is an answer too: a redirect to a login page, a status with a challenge, or the page itself. */
    static Stream<Login> unsent() {
        return Stream.of(
                response -> {
                    response.setStatus(302);
                    response.setHeader("Location", "/login.html");
                    return null;
                },
                response -> {
                    response.setStatus(401);
                    response.setHeader("WWW-Authenticate", "Negotiate");
                    return null;
                },
                response -> {
                    response.setContentType("text/html;charset=UTF-8");
                    response.getWriter().print("user and password?");
                    return null;
                });
    }

    @ParameterizedTest
    @MethodSource("unsent")
    void anAnswerOfTheContainerThatIsNotSentYetIsKept(Login login) {
        HttpResponse<String> answer = open(login);

        assertFalse(answer.body().contains(REFUSAL), answer.body());
        assertEquals(List.of(), answer.headers().allValues("Cache-Control"));
        assertEquals(
                answer.statusCode() == 200 ? "user and password?" : "",
                answer.body(),
                "nothing is added to what it says");
    }

    @Test
    void aContainerThatNeitherLogsInNorAnswersLeavesTheRefusal() {
        assertRefused(open(response -> null));
    }

    /** HttpServletRequest.authenticate: the caller is responsible for the answer. */
    static Stream<Login> failures() {
        return Stream.of(
                response -> {
                    throw new ServletException(DETAIL);
                },
                response -> {
                    throw new IOException(DETAIL);
                },
                response -> {
                    throw new IllegalStateException(DETAIL);
                },
                response -> {
                    throw new UnsupportedOperationException(DETAIL);
                },
                response -> {
                    response.setStatus(500);
                    response.setHeader("X-Failure", DETAIL);
                    response.getOutputStream().print(DETAIL);
                    throw new ServletException(DETAIL);
                });
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aLoginThatFailsTellsNothingButTheRefusal(Login login) {
        assertRefused(open(login));
    }

    @Test
    void whatIsSentBeforeALoginFailsIsNotAddedTo() {
        HttpResponse<String> answer = open(response -> {
            response.setStatus(403);
            response.getWriter().print("locked");
            response.flushBuffer();
            throw new ServletException(DETAIL);
        });

        assertEquals(403, answer.statusCode());
        assertEquals("locked", answer.body());
    }

    /** Nor is a caller who is nobody here: the container would give the same one again. */
    @ParameterizedTest
    @ValueSource(strings = {"bob", "guest"})
    void whomTheContainerKnowsIsNotAskedAgain(String name) {
        LoginMechanism container = new LoginMechanism(CHALLENGE);
        try (ServletServer server = server(container)) {
            String page = send(server.get("/page").header("Remembered", name)).body();
            assertEquals(name.equals("guest") ? REFUSAL : "bob", page);
            assertEquals(0, container.runs.get());
        }
    }

    /** What a browser sends as a form would be lost on the way through the login. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "HEAD"})
    void onlyAPageThatCanBeOpenedAgainIsSentThroughTheLogin(String method) {
        LoginMechanism container = new LoginMechanism(CHALLENGE);
        try (ServletServer server = server(container)) {
            assertEquals(
                    401,
                    send(server.get("/page").method(method, BodyPublishers.noBody()))
                            .statusCode());
            assertEquals(0, container.runs.get());
        }
    }

    /** RFC 7617, section 2.2: browsers send a password with forms too, and some containers look at it only if asked to. */
    @Test
    void aFormWithAPasswordIsThatOfItsUser() {
        LoginMechanism container = new LoginMechanism(ALICE);
        try (ServletServer server = server(container)) {
            assertEquals("alice", send(form(server, "/page")).body());
            assertEquals(1, container.runs.get());
        }
    }

    @Test
    void aFormWithAWrongPasswordIsAnsweredByTheContainer() {
        try (ServletServer server = server(new LoginMechanism(CHALLENGE))) {
            HttpResponse<String> answer = send(form(server, "/page"));
            assertEquals(401, answer.statusCode());
            assertTrue(answer.headers().firstValue("WWW-Authenticate").isPresent());
            assertFalse(answer.body().contains(REFUSAL));
        }
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFormWhoseLoginFailsIsThatOfNobody(Login login) {
        try (ServletServer server = server(new LoginMechanism(login))) {
            assertRefused(send(form(server, "/page")));
        }
    }

    @Test
    void aFormOfAKnownUserIsNotAskedAbout() {
        LoginMechanism container = new LoginMechanism(CHALLENGE);
        try (ServletServer server = server(container)) {
            assertEquals(
                    "bob",
                    send(form(server, "/page").header("Remembered", "bob")).body());
            assertEquals(0, container.runs.get());
        }
    }

    /** OAuth 2.1, section 2.4.1: clients have passwords too. */
    @Test
    void thePasswordOfAClientIsNotShownToTheContainer() {
        LoginMechanism container = new LoginMechanism(ALICE);
        try (ServletServer server = server(container)) {
            assertEquals(REFUSAL, send(form(server, "/call")).body());
            assertEquals(0, container.runs.get());
        }
    }

    private static HttpRequest.Builder form(ServletServer server, String path) {
        return server.get(path)
                .header("Authorization", "Basic YWxpY2U6cHc=")
                .POST(BodyPublishers.ofString("decision=approve"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/call", "/forbidden"})
    void nothingElseIsSentThroughTheLogin(String path) {
        LoginMechanism container = new LoginMechanism(ALICE);
        try (ServletServer server = server(container)) {
            assertEquals(
                    path.equals("/call") ? 401 : 403, send(server.get(path)).statusCode());
            assertEquals(0, container.runs.get());
        }
    }
}
