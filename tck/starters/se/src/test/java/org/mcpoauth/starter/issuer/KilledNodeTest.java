package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.starter.node.NodeProcess;
import org.mcpoauth.starter.store.Databases;

/**
 * A node that is killed from outside ({@code SIGKILL}) in the middle of a request, at a moment at which it stands
 * still. What its client does next is done at a node that lives.
 */
@TestInstance(Lifecycle.PER_CLASS)
class KilledNodeTest {
    /** How long a node has to issue the tokens of a device. */
    private static final Duration REDEMPTION = Duration.ofSeconds(30);

    private final RequestLog log = new RequestLog();
    private final Calls calls = new Calls(log);
    private final ExecutorService caller = Executors.newSingleThreadExecutor();
    private Site site;
    private URI survivor = URI.create(IssuerNode.ISSUER);

    @BeforeAll
    void startSurvivor(@TempDir Path folder) {
        site = Site.onPostgres(folder);
        survivor = site.start().awaitReady().address();
    }

    @AfterEach
    void nothingIsHalfDone() throws IOException {
        log.assertNothingTwice();
        for (String namespace : List.of("grant", "client", "device")) {
            for (StateEntry entry : site.store(Databases.postgresPort())
                    .scan(namespace, null, null, 1000)
                    .entries()
                    .values()) {
                assertDoesNotThrow(
                        () -> Json.createReader(new StringReader(entry.value())).readObject());
            }
        }
        HttpResponse<String> next = calls.redeem(survivor, code());
        assertEquals(200, next.statusCode(), next::body);
        assertTrue(calls.isActive(survivor, Calls.text(next, "access_token")));
    }

    @AfterAll
    void endNodes() {
        caller.shutdownNow();
        site.close();
    }

    @Test
    void aCodeThatWasNotConsumedYetIsRedeemedAtAnother() throws IOException {
        String code = code();
        killDuring(Moment.BEFORE_CONSUMING, node -> calls.redeem(node, code));
        HttpResponse<String> redeemed = calls.redeem(survivor, code);
        assertEquals(200, redeemed.statusCode(), redeemed::body);
        assertTrue(calls.isActive(survivor, Calls.text(redeemed, "access_token")));
    }

    // RFC 6749, section 4.1.2
    @Test
    void aCodeThatWasConsumedBringsNoSecondGrant() throws IOException {
        String code = code();
        killDuring(Moment.AFTER_CONSUMING, node -> calls.redeem(node, code));
        assertInvalidGrant(calls.redeem(survivor, code));
        assertInvalidGrant(calls.redeem(survivor, code));
    }

    @Test
    void aRefreshTokenThatWasNotConsumedYetIsUsedAtAnother() throws IOException {
        String token = Calls.text(calls.redeem(survivor, code()), "refresh_token");
        killDuring(Moment.BEFORE_CONSUMING, node -> calls.refresh(node, token));
        HttpResponse<String> refreshed = calls.refresh(survivor, token);
        assertEquals(200, refreshed.statusCode(), refreshed::body);
        assertTrue(calls.isActive(survivor, Calls.text(refreshed, "access_token")));
    }

    // RFC 9700, section 4.14.2: nobody can tell this client from a thief, so the family ends
    @Test
    void aRefreshTokenThatWasConsumedEndsItsFamilyWhenItComesAgain() throws IOException {
        HttpResponse<String> redeemed = calls.redeem(survivor, code());
        String token = Calls.text(redeemed, "refresh_token");
        killDuring(Moment.AFTER_CONSUMING, node -> calls.refresh(node, token));
        assertTrue(calls.isActive(survivor, Calls.text(redeemed, "access_token")));
        assertInvalidGrant(calls.refresh(survivor, token));
        assertFalse(calls.isActive(survivor, Calls.text(redeemed, "access_token")));
        assertInvalidGrant(calls.refresh(survivor, token));
    }

    @Test
    void aGrantWhoseCodeNeverWentOutIsInNobodysWay() throws IOException {
        killDuring(Moment.AFTER_GRANTING, node -> new Browser(node).walk());
    }

    // RFC 8628, section 3.5
    @Test
    void aDeviceWhoseTokensWereNotStoredGetsThemLater() throws IOException {
        String code = deviceCode();
        killDuring(Moment.WHILE_REDEEMING, node -> calls.askAsDevice(node, code));
        assertEquals("authorization_pending", Calls.text(calls.askAsDevice(survivor, code), "error"));
        try (NodeProcess later = site.startAhead(REDEMPTION).awaitReady()) {
            HttpResponse<String> issued = calls.askAsDevice(later.address(), code);
            assertEquals(200, issued.statusCode(), issued::body);
            assertTrue(calls.isActive(later.address(), Calls.text(issued, "access_token")));
            assertInvalidGrant(calls.askAsDevice(later.address(), code));
        }
    }

    // RFC 8628, section 3.5; as for codes: RFC 6749, section 4.1.2
    @Test
    void aDeviceWhoseTokensWereStoredForNobodyBringsNoSecondGrant() throws IOException {
        String code = deviceCode();
        Set<StateKey> before = grants().keySet();
        killDuring(Moment.AFTER_GRANTING, node -> calls.askAsDevice(node, code));
        try (NodeProcess later = site.startAhead(REDEMPTION).awaitReady()) {
            assertInvalidGrant(calls.askAsDevice(later.address(), code));
            assertInvalidGrant(calls.askAsDevice(later.address(), code));
        }
        Map<StateKey, StateEntry> brought = new HashMap<>(grants());
        brought.keySet().removeAll(before);
        assertEquals(1, brought.size());
        brought.values()
                .forEach(grant -> assertTrue(Json.createReader(new StringReader(grant.value()))
                        .readObject()
                        .getBoolean("revoked")));
    }

    @Test
    void aClientThatDoesNotKnowItIsRegisteredRegistersAgain() throws IOException {
        killDuring(Moment.AFTER_REGISTERING, calls::register);
        HttpResponse<String> registered = calls.register(survivor);
        assertEquals(201, registered.statusCode(), registered::body);
        HttpResponse<String> asked = Calls.postAs(
                survivor,
                "/introspect",
                "client_id",
                Calls.text(registered, "client_id"),
                "client_secret",
                Calls.text(registered, "client_secret"),
                "token",
                "none");
        assertEquals(200, asked.statusCode(), asked::body);
    }

    private String code() throws IOException {
        return new Browser(survivor).authorize();
    }

    /** The code of a device whose user has agreed. */
    private String deviceCode() throws IOException {
        HttpResponse<String> codes = calls.addDevice(survivor);
        new Browser(survivor).approve(Calls.text(codes, "user_code"));
        return Calls.text(codes, "device_code");
    }

    private Map<StateKey, StateEntry> grants() {
        return site.store(Databases.postgresPort())
                .scan("grant", null, null, 1000)
                .entries();
    }

    private interface Request {
        HttpResponse<String> sendTo(URI node) throws IOException;
    }

    /** Sends a request to a node of its own and kills that at the moment; the client gets no answer. */
    private void killDuring(Moment moment, Request request) {
        try (NodeProcess node = site.start(moment).awaitReady()) {
            CompletableFuture<HttpResponse<String>> answer = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return request.sendTo(node.address());
                        } catch (IOException e) {
                            throw new CompletionException(e);
                        }
                    },
                    caller);
            node.awaitSaying(Moment.SAID);
            node.kill();
            CompletionException lost = assertThrows(CompletionException.class, answer::join);
            assertTrue(lost.getCause() instanceof IOException, lost::toString);
        }
    }

    private static void assertInvalidGrant(HttpResponse<String> refused) {
        assertEquals(400, refused.statusCode());
        assertEquals("invalid_grant", Calls.text(refused, "error"));
    }
}
