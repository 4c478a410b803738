package org.mcpoauth.server.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

class RemoteKeySetTest {
    private static final Issuer ISSUER = Issuer.of("http://127.0.0.1:7000");
    private static final StrictJson JSON = StrictJson.create();

    private final String keys =
            JSON.write(JwkSet.of(List.of(SigningKey.generate(JwsAlgorithm.ES256).verificationKey()))
                    .write(JSON));
    private final List<HttpCall> keyCalls = new ArrayList<>();
    private URI keysUrl = URI.create("http://127.0.0.1:7000/k1");

    // RFC 9110, section 8.8.3
    @Test
    void anEntityTagIsSentOnlyToTheUrlItCameFrom() {
        RemoteKeySet remote = new RemoteKeySet(ISSUER, null, http(), JSON, InstantSource.system());
        FetchedKeys first = remote.fetch(null);
        FetchedKeys again = remote.fetch(first);
        keysUrl = URI.create("http://127.0.0.1:7000/k2");
        remote.fetch(again);
        assertEquals(
                List.of(Optional.empty(), Optional.of("\"1\""), Optional.empty()),
                keyCalls.stream()
                        .map(call -> call.headers().firstValue("If-None-Match"))
                        .toList());
    }

    private GuardedHttp http() {
        return GuardedHttp.builder(
                        this::answer,
                        new StrictEndpointPolicy(
                                StrictEndpointPolicy.Options.strict().withLoopback()))
                .build();
    }

    private HttpReply answer(HttpCall call) {
        if (call.uri().getPath().startsWith("/.well-known/")) {
            return reply("{\"issuer\":\"" + ISSUER + "\",\"jwks_uri\":\"" + keysUrl + "\"}");
        }
        keyCalls.add(call);
        return reply(keys);
    }

    private static HttpReply reply(String body) {
        HttpHeaders headers = HttpHeaders.of(
                Map.of("Content-Type", List.of("application/json"), "ETag", List.of("\"1\"")), (name, value) -> true);
        return new HttpReply(200, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
