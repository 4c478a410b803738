package org.mcpoauth.server;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** Answers calls by URL as a test says, and counts them. */
public final class ScriptedTransport implements HttpTransport {
    private final Map<URI, Supplier<HttpReply>> script = new ConcurrentHashMap<>();
    private final Map<URI, AtomicInteger> counts = new ConcurrentHashMap<>();

    /** Answers 200 with JSON. */
    public void json(URI uri, String body) {
        answer(uri, () -> reply(200, "application/json", body));
    }

    /** Answers as the supplier says. */
    public void answer(URI uri, Supplier<HttpReply> answer) {
        script.put(uri, answer);
    }

    /** Makes the place unreachable. */
    public void breakDown(URI uri) {
        answer(uri, () -> {
            throw new TransportException(FailureCode.CONNECTION_FAILED, uri, "scripted", null);
        });
    }

    /** What a place answers, without a call. */
    public HttpReply scripted(URI uri) {
        return Objects.requireNonNull(script.get(uri)).get();
    }

    /** How often a place was called. */
    public int calls(URI uri) {
        return counts.computeIfAbsent(uri, key -> new AtomicInteger()).get();
    }

    /** How often any place was called. */
    public int calls() {
        return counts.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** A reply with one header line. */
    public static HttpReply reply(int status, String contentType, String body) {
        HttpHeaders headers = HttpHeaders.of(Map.of("Content-Type", List.of(contentType)), (name, value) -> true);
        return new HttpReply(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public HttpReply send(HttpCall call) {
        counts.computeIfAbsent(call.uri(), key -> new AtomicInteger()).incrementAndGet();
        Supplier<HttpReply> answer = script.get(call.uri());
        return answer == null ? reply(404, "text/plain", "nothing here") : answer.get();
    }
}
