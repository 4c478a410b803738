package org.mcpoauth.benchmarks;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** Serves one key set from memory, whatever is asked for. */
final class PublishedKeys implements HttpTransport {
    private static final Map<String, List<String>> LINES =
            Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of("max-age=3600"));

    private final byte[] keySet;

    PublishedKeys(String keySet) {
        this.keySet = keySet.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public HttpReply send(HttpCall call) {
        return new HttpReply(200, HttpHeaders.of(LINES, (name, value) -> true), keySet.clone());
    }
}
