package org.mcpoauth.benchmarks;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** An issuer in memory: its metadata and its key set. */
final class PublishedKeys implements HttpTransport {
    private static final Map<String, List<String>> LINES =
            Map.of("Content-Type", List.of("application/json"), "Cache-Control", List.of("max-age=3600"));

    private static final String KEYS = Fixture.ISSUER + "/keys";
    private static final String METADATA = "{\"issuer\":\"" + Fixture.ISSUER + "\",\"jwks_uri\":\"" + KEYS + "\"}";

    private final String keySet;

    PublishedKeys(String keySet) {
        this.keySet = keySet;
    }

    @Override
    public HttpReply send(HttpCall call) {
        String body = call.uri().toString().equals(KEYS) ? keySet : METADATA;
        return new HttpReply(200, HttpHeaders.of(LINES, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8));
    }
}
