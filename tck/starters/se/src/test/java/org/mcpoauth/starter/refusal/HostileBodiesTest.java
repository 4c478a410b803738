package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.resource.GuardDecision;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.tck.MovableClock;

/**
 * A body of a few million octets must not take up many times its size (RFC 8259, section 9; JSON-RPC 2.0, section
 * 6). Measured as what the thread that judges allocates, in all, and as its CPU time, in the median of some runs.
 */
class HostileBodiesTest {
    private static final Duration LIMIT = Duration.ofMillis(500);
    /** Some hundred kibibytes for a thousand names; nothing that grows with the body. */
    private static final long OCTETS = 1 << 20;

    private static final int RUNS = 7;
    /** As many values as a body may have in all, less those around the many. */
    private static final int MANY = (1 << 18) - 8;
    /** The limit of a body, less what is around the many. */
    private static final int ROOM = (4 << 20) - 500;

    private final MovableClock clock = new MovableClock();
    private final CountedIssuer issuer = new CountedIssuer(clock);
    private final McpOAuthRuntime runtime = McpOAuthRuntime.builder()
            .allowLoopback()
            .transport(issuer)
            .clock(clock)
            .build();
    private final ProtectedResource resource = runtime.protectedResource(ResourceServerConfiguration.builder(
                    ResourceIdentifier.of(CountedIssuer.RESOURCE), List.of(CountedIssuer.ISSUER))
            .build());
    private final String token = issuer.token(claims -> claims);

    /** What fits into the limits and is refused all the same. */
    enum Hostile {
        BATCH_OF_EMPTY_OBJECTS("[" + many("{}", MANY) + "]", -32600),
        BATCH_OF_EMPTY_OBJECTS_FAR_APART("[" + many("{}" + " ".repeat(13), ROOM / 16) + "]", -32600),
        BATCH_OF_MESSAGES("[" + many("{\"id\":1,\"method\":\"a\"}", MANY / 3) + "]", -32600),
        BATCH_WITH_A_WIDE_OBJECT("[" + wide() + "," + many("{}", MANY - 100) + "]", -32600),
        BATCH_OF_EMPTY_ARRAYS("[" + many("[]", MANY) + "]", -32600),
        OBJECTS_FOR_AN_IDENTIFIER("{\"method\":\"ping\",\"id\":[" + many("{}", MANY) + "]}", -32700),
        OBJECTS_FOR_A_METHOD("{\"id\":1,\"method\":[" + many("{}", MANY) + "]}", -32700),
        OBJECTS_FOR_A_NAME(
                "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":[" + many("{}", MANY) + "]}}", -32602),
        OBJECTS_FOR_PARAMETERS("{\"id\":1,\"method\":\"tools/call\",\"params\":[" + many("{}", MANY) + "]}", -32602),
        SUBSCRIPTIONS_THAT_ARE_OBJECTS(subscriptions("{}", MANY), -32602),
        SUBSCRIPTIONS_WITH_AN_OBJECT_AT_THEIR_END(subscriptions("\"a\"", 999) + ",{}]}}}", -32602),
        MANY_SUBSCRIPTIONS(subscriptions("\"a:b/12345\"", MANY), -32602),
        MORE_MEMBERS_THAN_MAY_BE("{\"id\":1,\"method\":\"tools/call\",\"params\":{" + members(MANY) + "}}", -32700);

        private final byte[] body;
        private final int code;

        Hostile(String body, int code) {
            this.body = closed(body).getBytes(StandardCharsets.UTF_8);
            this.code = code;
        }

        private static String subscriptions(String one, int count) {
            return "{\"id\":1,\"method\":\"subscriptions/listen\",\"params\":{\"notifications\":"
                    + "{\"resourceSubscriptions\":[" + many(one, count);
        }

        private static String closed(String body) {
            return body.endsWith("]") || body.endsWith("]}") || body.endsWith("}}") ? body : body + "]}}}";
        }

        private static String many(String one, int count) {
            return (one + ",").repeat(count - 1) + one;
        }

        private static String wide() {
            return "{" + members(65) + "}";
        }
    }

    /** What fits into the limits and is let through. */
    enum Large {
        BESIDE_A_WIDE_OBJECT(
                call("\"arguments\":{" + members(65) + ",\"many\":[" + Hostile.many("{}", MANY - 100) + "]}")),
        TEXT_IN_A_WIDE_OBJECT(call("\"arguments\":{" + members(65) + ",\"text\":\"" + "x".repeat(ROOM - 2000) + "\"}")),
        WIDE_OBJECTS(call("\"list\":[" + Hostile.many("{" + members(1000) + "}", 250) + "]")),
        AS_MANY_MEMBERS_AS_MAY_BE(call("\"arguments\":{" + members(4096) + "}")),
        LONG_NAMES_THAT_DIFFER_AT_THEIR_END(call("\"arguments\":{"
                + IntStream.range(0, 4000)
                        .mapToObj(i -> "\"" + "n".repeat(1000) + i + "\":1")
                        .collect(Collectors.joining(","))
                + "}"));

        private final byte[] body;

        Large(String body) {
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }

        private static String call(String more) {
            return "{\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"tool\"," + more + "}}";
        }
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\":1").collect(Collectors.joining(","));
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private GuardedRequest request(byte[] body) {
        Map<String, List<String>> lines =
                Map.of("Authorization", List.of("Bearer " + token), "Content-Type", List.of("application/json"));
        return new GuardedRequest("POST", "/mcp", null, HttpHeaders.of(lines, (name, value) -> true), max -> body);
    }

    private void refuse(Hostile hostile) {
        EndpointResponse response = assertInstanceOf(
                        GuardDecision.Refused.class, resource.guard().decide(request(hostile.body)))
                .response();
        String answer = new String(response.body(), StandardCharsets.UTF_8);
        assertTrue(answer.contains("\"code\":" + hostile.code + ","), answer);
    }

    @ParameterizedTest
    @EnumSource
    void aHostileBodyIsRefusedWithFewOctetsAndInShortTime(Hostile hostile) {
        assertTrue(hostile.body.length <= 4 << 20);
        long allocated = AllocatedBytes.median(RUNS, () -> refuse(hostile));
        Duration spent = CpuTime.median(RUNS, () -> refuse(hostile));
        assertTrue(allocated < OCTETS, () -> hostile + " took " + allocated + " octets");
        assertTrue(spent.compareTo(LIMIT) < 0, () -> hostile + " took " + spent);
    }

    @ParameterizedTest
    @EnumSource
    void aLargeBodyIsJudgedWithFewerOctetsThanItHas(Large large) {
        assertTrue(large.body.length <= 4 << 20, () -> large + " has " + large.body.length);
        Runnable judge = () ->
                assertInstanceOf(GuardDecision.Permitted.class, resource.guard().decide(request(large.body)));
        long allocated = AllocatedBytes.median(RUNS, judge);
        Duration spent = CpuTime.median(RUNS, judge);
        assertTrue(allocated < 4 << 20, () -> large + " took " + allocated + " octets");
        assertTrue(spent.compareTo(LIMIT) < 0, () -> large + " took " + spent);
    }
}
