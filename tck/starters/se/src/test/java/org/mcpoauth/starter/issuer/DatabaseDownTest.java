package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.starter.store.Databases;

/**
 * A data base that is away for a while: what needs it is answered 503 and {@code temporarily_unavailable} in time,
 * nothing is consumed, and everything works again when it is back, without anybody touching the node.
 */
class DatabaseDownTest {
    /** More than all time limits of the node, less than a client waits. */
    private static final int PATIENCE_SECONDS = 15;

    private static final long RECOVERY_NANOS = Duration.ofSeconds(30).toNanos();

    private final RequestLog log = new RequestLog();
    private final Calls calls = new Calls(log);
    private final ExecutorService callers = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    @AfterEach
    void endCallers() {
        callers.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(AccessTokenFormat.class)
    void connectionsAreCutAndRefused(AccessTokenFormat format) throws Exception {
        int database = Databases.postgresPort();
        try (Cable cable = Cable.to(database)) {
            assertNothingIsLost(cable, database, cable::cut, () -> database, format);
        }
    }

    @Test
    void connectionsHang() throws Exception {
        int database = Databases.postgresPort();
        try (Cable cable = Cable.to(database)) {
            assertNothingIsLost(cable, database, cable::silence, () -> database, AccessTokenFormat.JWT);
        }
    }

    @Test
    void theServerIsStoppedAndStarted() throws Exception {
        EmbeddedPostgres first = postgres();
        EmbeddedPostgres[] last = {first};
        try (Cable cable = Cable.to(first.getPort())) {
            Callable<Integer> restart = () -> {
                last[0] = postgres();
                return last[0].getPort();
            };
            assertNothingIsLost(cable, first.getPort(), first::close, restart, AccessTokenFormat.JWT);
        } finally {
            last[0].close();
        }
    }

    private EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    private interface Failure {
        void happen() throws Exception;
    }

    /** What a client has while the data base is away, and what was issued before. */
    private record Held(
            String code,
            String refreshToken,
            String accessToken,
            String assertion,
            Browser browser,
            HttpResponse<String> registered) {}

    private void assertNothingIsLost(
            Cable cable, int database, Failure failure, Callable<Integer> recovery, AccessTokenFormat format)
            throws Exception {
        try (Site site = new Site(folder, database, cable.port(), format)) {
            URI node = site.start().awaitReady().address();
            Held held = held(node, site.identityProvider().assertion("held"));
            failure.happen();
            assertUnavailable(node, held);
            assertWhatNeedsNoDatabaseGoesOn(node, format);
            cable.mend(recovery.call());
            awaitRecovery(node, held);
            assertNothingWasConsumed(node, held);
            log.assertNothingTwice();
        }
    }

    private Held held(URI node, String assertion) throws IOException {
        Browser browser = new Browser(node);
        HttpResponse<String> redeemed = calls.redeem(node, browser.authorize());
        return new Held(
                browser.authorize(),
                Calls.text(redeemed, "refresh_token"),
                Calls.text(redeemed, "access_token"),
                assertion,
                browser,
                calls.register(node));
    }

    /** Asks about a token as the client that was registered. */
    private static HttpResponse<String> askAs(URI node, HttpResponse<String> registered) throws IOException {
        return Calls.postAs(
                node,
                "/introspect",
                "client_id",
                Calls.text(registered, "client_id"),
                "client_secret",
                Calls.text(registered, "client_secret"),
                "token",
                "none");
    }

    private void assertUnavailable(URI node, Held held) throws Exception {
        Map<String, Callable<HttpResponse<String>>> requests = new LinkedHashMap<>();
        requests.put("code", () -> calls.redeem(node, held.code()));
        requests.put("refresh", () -> calls.refresh(node, held.refreshToken()));
        requests.put("identity assertion", () -> calls.present(node, held.assertion()));
        requests.put("pushed request", () -> calls.push(node));
        requests.put("introspection", () -> calls.introspect(node, held.accessToken()));
        requests.put("revocation", () -> calls.revoke(node, held.accessToken()));
        requests.put("registration", () -> calls.register(node));
        requests.put("a client that is in the data base", () -> askAs(node, held.registered()));
        requests.put("the browser of a user", () -> held.browser().open());
        requests.put("another browser", () -> new Browser(node).open());
        Map<String, Future<HttpResponse<String>>> answers = new LinkedHashMap<>();
        requests.forEach((name, request) -> answers.put(name, callers.submit(request)));
        for (Map.Entry<String, Future<HttpResponse<String>>> answer : answers.entrySet()) {
            HttpResponse<String> given = answer.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer.getKey().endsWith("browser") || answer.getKey().endsWith("user")) {
                assertSentBack(given);
            } else {
                assertUnavailable(answer.getKey(), given);
            }
        }
    }

    /** RFC 9110, sections 10.2.3 and 15.6.4. */
    private static void assertUnavailable(String what, HttpResponse<String> answer) {
        assertEquals(503, answer.statusCode(), () -> what + ": " + answer.body());
        assertEquals("temporarily_unavailable", Calls.text(answer, "error"), what);
        assertTrue(answer.headers().firstValue("Retry-After").isPresent(), what);
        assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"), what);
    }

    /** RFC 6749, section 4.1.2.1; RFC 9207, section 2. */
    private static void assertSentBack(HttpResponse<String> answer) {
        assertEquals(302, answer.statusCode(), answer::body);
        assertEquals("temporarily_unavailable", Browser.parameter(answer, "error"));
        assertEquals(Browser.STATE, Browser.parameter(answer, "state"));
        assertEquals(IssuerNode.ISSUER, Browser.parameter(answer, "iss"));
    }

    private void assertWhatNeedsNoDatabaseGoesOn(URI node, AccessTokenFormat format) throws IOException {
        HttpResponse<String> keys = Calls.send(HttpRequest.newBuilder(node.resolve("/oauth/jwks")));
        assertEquals(200, keys.statusCode(), keys::body);
        HttpResponse<String> issued = calls.clientCredentials(node);
        if (format == AccessTokenFormat.JWT) {
            assertEquals(200, issued.statusCode(), issued::body);
        } else {
            assertUnavailable("token that would be stored", issued);
        }
    }

    /** Connections from before may each fail once. */
    private void awaitRecovery(URI node, Held held) throws IOException {
        long end = System.nanoTime() + RECOVERY_NANOS;
        HttpResponse<String> answer = calls.introspect(node, held.accessToken());
        while (answer.statusCode() == 503 && System.nanoTime() < end) {
            answer = calls.introspect(node, held.accessToken());
        }
        assertEquals(200, answer.statusCode(), answer::body);
    }

    private void assertNothingWasConsumed(URI node, Held held) throws IOException {
        assertTrue(calls.isActive(node, held.accessToken()), "what was not revoked");
        HttpResponse<String> redeemed = calls.redeem(node, held.code());
        assertEquals(200, redeemed.statusCode(), redeemed::body);
        HttpResponse<String> refreshed = calls.refresh(node, held.refreshToken());
        assertEquals(200, refreshed.statusCode(), refreshed::body);
        assertEquals(200, calls.present(node, held.assertion()).statusCode(), "the assertion");
        assertEquals(400, calls.present(node, held.assertion()).statusCode(), "the assertion was used");
        assertEquals(201, calls.push(node).statusCode(), "a pushed request");
        assertEquals(200, calls.revoke(node, held.accessToken()).statusCode());
        assertFalse(calls.isActive(node, held.accessToken()));
        assertEquals(400, calls.redeem(node, held.code()).statusCode());
        assertEquals(201, calls.register(node).statusCode());
        assertEquals(200, askAs(node, held.registered()).statusCode(), "a client that was stored");
        held.browser().authorize();
    }
}
