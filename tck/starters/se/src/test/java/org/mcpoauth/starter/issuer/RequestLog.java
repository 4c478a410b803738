package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What clients sent and what they were answered, which is all they can know. Safe for use by several threads. */
final class RequestLog {
    private final Collection<Exchange> exchanges = new ConcurrentLinkedQueue<>();

    /**
     * A code or refresh token that was presented, and the answer to it.
     *
     * @param credential what was presented
     * @param status the status
     * @param answer the body
     */
    record Exchange(String credential, int status, JsonObject answer) {
        boolean isAcknowledged() {
            return status == 200;
        }
    }

    void add(String credential, int status, JsonObject answer) {
        exchanges.add(new Exchange(credential, status, answer));
    }

    /** What was answered to those who presented one credential. */
    List<Exchange> of(String credential) {
        return exchanges.stream()
                .filter(exchange -> exchange.credential().equals(credential))
                .toList();
    }

    int acknowledged() {
        return (int) exchanges.stream().filter(Exchange::isAcknowledged).count();
    }

    /** No code and no refresh token was taken twice, and no token was given out twice. */
    void assertNothingTwice() {
        Map<String, Long> taken = exchanges.stream()
                .filter(Exchange::isAcknowledged)
                .filter(exchange -> !exchange.credential().isEmpty())
                .collect(Collectors.groupingBy(Exchange::credential, Collectors.counting()));
        assertTrue(taken.values().stream().allMatch(times -> times == 1), "a credential was taken twice");
        List<String> tokens = exchanges.stream()
                .filter(Exchange::isAcknowledged)
                .flatMap(exchange -> Stream.of("access_token", "refresh_token")
                        .filter(exchange.answer()::containsKey)
                        .map(exchange.answer()::getString))
                .toList();
        Set<String> distinct = new HashSet<>(tokens);
        assertEquals(tokens.size(), distinct.size(), "a token was given out twice");
    }
}
