package org.mcpoauth.cdi.health;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.key.VerificationKey;

/** What counts as ready. */
class ReadinessTest {
    private static final Issuer ONE = Issuer.of("http://127.0.0.1:7001");
    private static final Issuer OTHER = Issuer.of("http://127.0.0.1:7002");

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<Runnable> heldBack = new ArrayDeque<>();
    private volatile boolean isDown;
    private boolean isHeldBack;
    private boolean isEnding;
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .clock(now::get)
            .executor(this::execute)
            .transport(call -> {
                asked.incrementAndGet();
                return isDown || call.uri().getPort() == OTHER.uri().getPort()
                        ? reply(503, "")
                        : reply(200, metadata());
            })
            .build();

    @AfterEach
    void stop() {
        runtime.close();
    }

    @Test
    void oneIssuerOfSeveralIsEnough() {
        Readiness readiness = IssuerStates.of(List.of(ONE, OTHER), ONE::equals);
        assertTrue(readiness.isUp());
        assertEquals(Map.of(ONE.value(), "usable", OTHER.value(), "missing"), readiness.details());
        assertFalse(IssuerStates.of(List.of(ONE, OTHER), issuer -> false).isUp());
    }

    @Test
    void aResourceThatNeedsNobodyIsReady() {
        assertTrue(IssuerStates.of(List.of(), issuer -> false).isUp());
    }

    @Test
    void everyResourceMustBeReady() {
        Readiness fine = IssuerStates.of(List.of(ONE), issuer -> true);
        Readiness broken = IssuerStates.of(List.of(ONE), issuer -> false);
        assertEquals(new Readiness(false, Map.of(ONE.value(), "missing")), fine.and(broken));
        assertEquals(new Readiness(false, Map.of(ONE.value(), "missing")), broken.and(fine));
    }

    @Test
    void metadataAreAskedForAndKeptWhileTheyAreFresh() {
        IssuerMetadata metadata = metadataOf(ONE, OTHER);
        assertEquals(new Readiness(true, Map.of(ONE.value(), "usable", OTHER.value(), "missing")), metadata.get());
        int before = asked.get();
        metadata.get();
        assertEquals(before, asked.get());
    }

    @Test
    void anOutageIsBridgedAsLongAsKeysAreKept() {
        IssuerMetadata metadata = metadataOf(ONE);
        assertTrue(metadata.get().isUp());
        isDown = true;
        pass(Duration.ofHours(23));
        assertTrue(metadata.get().isUp());
        pass(Duration.ofHours(1));
        assertFalse(metadata.get().isUp());
        isDown = false;
        pass(Duration.ofSeconds(31));
        assertTrue(metadata.get().isUp());
    }

    @Test
    void whileMetadataAreFreshNoProbeWaitsForAnIssuer() {
        IssuerMetadata metadata = metadataOf(ONE);
        assertTrue(metadata.get().isUp());
        isDown = true;
        pass(Duration.ofHours(2));
        int before = asked.get();
        isHeldBack = true;
        assertTrue(metadata.get().isUp());
        assertTrue(metadata.get().isUp());
        assertEquals(before, asked.get());
        assertEquals(1, heldBack.size());
        heldBack.remove().run();
        assertTrue(asked.get() > before);
        assertTrue(metadata.get().isUp());
        assertEquals(0, heldBack.size());
    }

    @Test
    void aRuntimeThatTakesNoMoreWorkIsAsReadyAsBefore() {
        IssuerMetadata metadata = metadataOf(ONE);
        assertTrue(metadata.get().isUp());
        isEnding = true;
        assertTrue(metadata.get().isUp());
        isEnding = false;
        isHeldBack = true;
        assertTrue(metadata.get().isUp());
        assertEquals(1, heldBack.size());
    }

    @Test
    void anIssuerThatIsDownIsNotAskedByEveryProbe() {
        isDown = true;
        IssuerMetadata metadata = metadataOf(ONE);
        assertFalse(metadata.get().isUp());
        int before = asked.get();
        pass(Duration.ofSeconds(29));
        assertFalse(metadata.get().isUp());
        assertEquals(before, asked.get());
        pass(Duration.ofSeconds(1));
        assertFalse(metadata.get().isUp());
        assertTrue(asked.get() > before);
    }

    @Test
    void theIssuerInThisProcessIsNotAsked() {
        IssuerMetadata metadata = new IssuerMetadata(List.of(resource(ONE)), ONE::equals, runtime.services());
        assertEquals(Readiness.of(true), metadata.get());
        assertEquals(0, asked.get());
    }

    @Test
    void withoutAKeyToSignWithNothingIsIssued() {
        KeySource none = new KeySource() {
            @Override
            public SigningKey signingKey() {
                throw new ConfigurationException("signing-keys", "there is none");
            }

            @Override
            public List<VerificationKey> verificationKeys() {
                return List.of();
            }
        };
        assertFalse(new KeyRing(none).get().isUp());
    }

    @Test
    void aStoreThatAnswersIsReady() {
        assertTrue(new StoreAnswer(runtime.services().stateStore()).get().isUp());
    }

    private void execute(Runnable work) {
        if (isEnding) {
            throw new RejectedExecutionException();
        }
        if (isHeldBack) {
            heldBack.add(work);
        } else {
            work.run();
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private IssuerMetadata metadataOf(Issuer... issuers) {
        return new IssuerMetadata(List.of(resource(issuers)), issuer -> false, runtime.services());
    }

    private static ResourceServerConfiguration resource(Issuer... issuers) {
        return ResourceServerConfiguration.builder(ResourceIdentifier.of("https://mcp.example/mcp"), List.of(issuers))
                .build();
    }

    private static String metadata() {
        return "{\"issuer\":\"" + ONE + "\",\"jwks_uri\":\"" + ONE + "/keys\",\"authorization_endpoint\":\"" + ONE
                + "/authorize\",\"token_endpoint\":\"" + ONE + "/token\",\"response_types_supported\":[\"code\"]}";
    }

    private static HttpReply reply(int status, String body) {
        return new HttpReply(
                status,
                HttpHeaders.of(Map.of("Content-Type", List.of("application/json")), (name, value) -> true),
                body.getBytes(UTF_8));
    }
}
