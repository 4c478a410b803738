package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.tck.MovableClock;

/** Tokens of unknown keys cost the issuer nothing and good tokens no time (RFC 7517, section 4.5; RFC 8725, section 3.3). */
class UnknownKeyFloodTest {
    private static final int FLOOD = 20;
    private static final int RUNS = 101;
    private static final Duration COOL_DOWN = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final CountedIssuer issuer = new CountedIssuer(clock);
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .transport(issuer)
            .clock(clock)
            .build();
    private final PresentedToken good = presented(issuer.token(claims -> claims));
    private final AtomicInteger strangers = new AtomicInteger();

    @AfterEach
    void close() {
        runtime.close();
    }

    private static PresentedToken presented(String token) {
        return PresentedToken.bearer(token, "POST", URI.create(CountedIssuer.RESOURCE));
    }

    private TokenVerifier verifier(int remembered) {
        return runtime.verifier(ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(CountedIssuer.RESOURCE), List.of(CountedIssuer.ISSUER))
                .tokenCache(new TokenCacheLimits(remembered, Duration.ofMinutes(10)))
                .build());
    }

    private void flood(TokenVerifier verifier) {
        for (int i = 0; i < FLOOD; i++) {
            String header =
                    "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"unknown-" + strangers.incrementAndGet() + "\"}";
            PresentedToken stranger =
                    presented(CountedIssuer.withHeader(good.token().reveal(), header));
            TokenRejectedException e = assertThrows(TokenRejectedException.class, () -> verifier.verify(stranger));
            assertEquals(RejectionReason.KEY, e.reason());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void goodTokensKeepTheirSpeed(int remembered) {
        TokenVerifier verifier = verifier(remembered);
        for (int i = 0; i < 10; i++) {
            CpuTime.median(RUNS, () -> verifier.verify(good));
            flood(verifier);
        }
        assertEquals(1, issuer.fetches(), "the clock stood still");
        Duration quiet = CpuTime.median(RUNS, () -> verifier.verify(good));
        Duration busy = CpuTime.medianAfter(RUNS, () -> flood(verifier), () -> verifier.verify(good));
        assertEquals(1, issuer.fetches());
        // three times as much, and the measure's own unrest
        Duration limit = quiet.multipliedBy(3).plus(Duration.ofNanos(100_000));
        assertTrue(busy.compareTo(limit) < 0, () -> "quiet " + quiet + ", busy " + busy);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void theIssuerIsAskedOncePerCoolDown(int remembered) {
        TokenVerifier verifier = verifier(remembered);
        verifier.verify(good);
        for (int minute = 1; minute <= 5; minute++) {
            clock.advance(COOL_DOWN);
            flood(verifier);
            verifier.verify(good);
            assertEquals(1 + minute, issuer.fetches());
        }
    }
}
