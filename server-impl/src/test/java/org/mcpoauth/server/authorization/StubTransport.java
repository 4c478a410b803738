package org.mcpoauth.server.authorization;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** Answers fetches with prepared documents. */
public final class StubTransport implements HttpTransport {
    private final Map<URI, HttpReply> replies = new ConcurrentHashMap<>();
    private final List<HttpCall> calls = new CopyOnWriteArrayList<>();

    /** Prepares an answer. */
    public void put(String uri, int status, Map<String, List<String>> headers, String body) {
        replies.put(
                URI.create(uri),
                new HttpReply(
                        status, HttpHeaders.of(headers, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Prepares a JSON document. */
    public void putJson(String uri, String body) {
        put(uri, 200, Map.of("Content-Type", List.of("application/json")), body);
    }

    /** The calls so far. */
    public List<HttpCall> calls() {
        return calls;
    }

    @Override
    public HttpReply send(HttpCall call) {
        calls.add(call);
        HttpReply reply = replies.get(call.uri());
        if (reply == null) {
            throw new TransportException(FailureCode.CONNECTION_FAILED, call.uri(), "nobody is there", null);
        }
        return reply;
    }
}
