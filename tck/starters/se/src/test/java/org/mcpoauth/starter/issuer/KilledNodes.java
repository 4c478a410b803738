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
import java.util.List;
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
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.starter.node.NodeProcess;
import org.mcpoauth.starter.store.Databases;

/**
 * A node that is killed from outside ({@code SIGKILL}) in the middle of a request, at a moment at which it stands
 * still. What its client does next is done at a node that lives.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class KilledNodes {
    final Calls calls;

    private final RequestLog log = new RequestLog();
    private final ExecutorService caller = Executors.newSingleThreadExecutor();
    Site site;
    URI survivor = URI.create(IssuerNode.ISSUER);

    KilledNodes() {
        calls = new Calls(log);
    }

    /** Of the access tokens. */
    abstract AccessTokenFormat format();

    @BeforeAll
    void startSurvivor(@TempDir Path folder) {
        site = Site.onPostgres(folder, format());
        survivor = site.start().awaitReady().address();
    }

    @AfterEach
    void nothingIsHalfDone() throws IOException {
        log.assertNothingTwice();
        for (String namespace : List.of("grant", "client", "device")) {
            for (StateEntry entry : site.store(Databases.postgresPort())
                    .scan(namespace + IssuerNode.SUFFIX, null, null, 1000)
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

    String code() throws IOException {
        return new Browser(survivor).authorize();
    }

    interface Request {
        HttpResponse<String> sendTo(URI node) throws IOException;
    }

    /** Sends a request to a node of its own and kills that at the moment; the client gets no answer. */
    void killDuring(Moment moment, Request request) {
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

    static void assertInvalidGrant(HttpResponse<String> refused) {
        assertEquals(400, refused.statusCode());
        assertEquals("invalid_grant", Calls.text(refused, "error"));
    }
}
