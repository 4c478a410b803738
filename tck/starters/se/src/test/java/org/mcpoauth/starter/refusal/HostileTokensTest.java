package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenCacheLimits;
import org.mcpoauth.tck.MovableClock;

/**
 * What costs a stranger little must not cost the resource much (RFC 8725, sections 2.4 and 3.3; RFC 8259,
 * section 9). Measured as CPU time of the thread that judges, in the median of many runs.
 */
class HostileTokensTest {
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final int RUNS = 31;
    /** The longest payload that a token within the limit of 16 KiB can have. */
    private static final int ROOM = 11_800;

    private final MovableClock clock = new MovableClock();
    private final CountedIssuer issuer = new CountedIssuer(clock);
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .transport(issuer)
            .clock(clock)
            .build();
    private final TokenVerifier verifier = runtime.verifier(ResourceServerConfiguration.builder(
                    ResourceIdentifier.of(CountedIssuer.RESOURCE), List.of(CountedIssuer.ISSUER))
            .tokenCache(TokenCacheLimits.OFF)
            .build());
    private final String good = issuer.token(claims -> claims);

    /** What a stranger can make of a good token. */
    enum Hostile {
        A_MEGABYTE(good -> good + "A".repeat(1 << 20)),
        TEN_MEGABYTES_OF_DOTS(good -> ".".repeat(10 << 20)),
        DOTS_WITHIN_THE_LIMIT(good -> ".".repeat(16_000)),
        NO_BASE64(good -> "\u0100".repeat(16_000)),
        LARGE_SIGNATURE(good -> good.substring(0, good.lastIndexOf('.') + 1) + "A".repeat(15_000)),
        LONG_HEADER(good -> CountedIssuer.withHeader(good, "{\"alg\":\"" + "A".repeat(ROOM) + "\"}")),
        LONG_KEY_IDENTIFIER(good -> CountedIssuer.withHeader(
                good, "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"" + "k".repeat(ROOM - 100) + "\"}")),
        MANY_CRITICAL_MEMBERS(good -> CountedIssuer.withHeader(
                good, "{\"alg\":\"ES256\",\"crit\":[" + "\"a\",".repeat(ROOM / 5) + "\"b\"]}")),
        DEEP_HEADER(good -> CountedIssuer.withHeader(good, "[".repeat(ROOM))),
        DEEP_PAYLOAD(good -> CountedIssuer.withPayload(good, "[".repeat(ROOM))),
        DEEP_OBJECTS(good -> CountedIssuer.withPayload(good, "{\"a\":".repeat(ROOM / 5))),
        DEEP_CLAIM(good -> claim(good, "[".repeat(ROOM / 3) + "]".repeat(ROOM / 3))),
        HUGE_EXPONENT(good -> claim(good, "1e999999999")),
        HUGE_NEGATIVE_EXPONENT(good -> claim(good, "1e-999999999")),
        LONG_NUMBER(good -> claim(good, "9".repeat(ROOM - 500))),
        LONG_FRACTION(good -> claim(good, "0." + "3".repeat(ROOM - 500))),
        HUGE_EXPIRY(good ->
                CountedIssuer.withPayload(good, "{\"iss\":\"http://127.0.0.1:1\",\"exp\":1e2147483647,\"sub\":\"a\"}")),
        MANY_MEMBERS(good -> CountedIssuer.withPayload(
                good, members(IntStream.range(0, 1_200).mapToObj(i -> "m" + i).toList()))),
        EQUAL_HASHES(
                good -> CountedIssuer.withPayload(good, members(colliding(9).subList(0, 500)))),
        REPEATED_MEMBER(good -> CountedIssuer.withPayload(good, "{" + "\"a\":1,".repeat(1_800) + "\"a\":1}")),
        MANY_AUDIENCES(good -> CountedIssuer.withPayload(
                good,
                "{\"iss\":\"http://127.0.0.1:1\",\"exp\":9999999999,\"aud\":[" + "\"a\",".repeat(2_500) + "\"b\"]}")),
        MANY_SCOPES(good -> CountedIssuer.withPayload(
                good,
                "{\"iss\":\"http://127.0.0.1:1\",\"aud\":\"https://mcp.example/mcp\",\"exp\":9999999999,\"scope\":\""
                        + IntStream.range(0, 2_200).mapToObj(Integer::toString).collect(Collectors.joining(" "))
                        + "\"}")),
        ESCAPES(good -> claim(good, "\"" + "\\u0041".repeat(ROOM / 6 - 100) + "\"")),
        BROKEN_ESCAPES(good -> claim(good, "\"" + "\\ud800".repeat(ROOM / 6 - 100) + "\"")),
        WHITESPACE(good -> CountedIssuer.withPayload(good, " ".repeat(ROOM))),
        OPEN_STRING(good -> CountedIssuer.withPayload(good, "\"" + "a".repeat(ROOM - 10))),
        UNKNOWN_KEY(good -> CountedIssuer.withHeader(good, "{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"x\"}")),
        WRONG_SIGNATURE(good -> good.substring(0, good.lastIndexOf('.') + 1) + "B".repeat(85) + "A");

        private final UnaryOperator<String> change;

        Hostile(UnaryOperator<String> change) {
            this.change = change;
        }

        private static String claim(String good, String value) {
            return CountedIssuer.withPayload(
                    good,
                    "{\"iss\":\"http://127.0.0.1:1\",\"aud\":\"https://mcp.example/mcp\",\"exp\":9999999999,\"x\":"
                            + value + "}");
        }

        private static String members(List<String> names) {
            return names.stream().map(name -> "\"" + name + "\":1").collect(Collectors.joining(",", "{", "}"));
        }

        /** Texts with one hash code: each pair of letters is either of two that have the same. */
        private static List<String> colliding(int pairs) {
            return IntStream.range(0, 1 << pairs)
                    .mapToObj(bits -> IntStream.range(0, pairs)
                            .mapToObj(i -> ((bits >> i) & 1) == 0 ? "Aa" : "BB")
                            .collect(Collectors.joining()))
                    .toList();
        }
    }

    @BeforeEach
    void acceptAGoodOne() {
        verifier.verify(presented(good));
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private static PresentedToken presented(String token) {
        return PresentedToken.bearer(token, "POST", URI.create(CountedIssuer.RESOURCE));
    }

    @ParameterizedTest
    @EnumSource
    void aHostileTokenIsRefusedInLessThanFiftyMilliseconds(Hostile hostile) {
        PresentedToken token = presented(hostile.change.apply(good));
        Duration spent = CpuTime.median(
                RUNS, () -> assertThrows(TokenRejectedException.class, () -> verifier.verify(token), hostile::name));
        assertTrue(spent.compareTo(LIMIT) < 0, () -> hostile + " took " + spent);
    }

    @Test
    void theNamesOfEqualHashHaveOne() {
        List<String> names = Hostile.colliding(9);
        assertEquals(512, names.stream().distinct().count());
        assertEquals(1, names.stream().mapToInt(String::hashCode).distinct().count());
    }
}
