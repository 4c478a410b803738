package org.mcpoauth.starter.refusal;

import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** An issuer behind a transport that counts how often its keys are fetched. */
final class CountedIssuer implements HttpTransport {
    static final String RESOURCE = "https://mcp.example/mcp";
    static final Issuer ISSUER = Issuer.of("http://127.0.0.1:1");
    private static final StrictJson JSON = StrictJson.create();

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final InstantSource clock;
    private final AtomicInteger fetches = new AtomicInteger();

    CountedIssuer(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public HttpReply send(HttpCall call) {
        if (call.uri().getPath().equals("/keys")) {
            fetches.incrementAndGet();
            return json(JSON.write(JwkSet.of(List.of(key.verificationKey())).write(JSON)));
        }
        return json("{\"issuer\":\"" + ISSUER.value() + "\",\"jwks_uri\":\"" + ISSUER.value() + "/keys\"}");
    }

    private static HttpReply json(String body) {
        HttpHeaders headers =
                HttpHeaders.of(Map.of("content-type", List.of("application/json")), (name, value) -> true);
        return new HttpReply(200, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** How often the keys were fetched. */
    int fetches() {
        return fetches.get();
    }

    /** A good token with changed claims. */
    String token(UnaryOperator<JsonObjectBuilder> change) {
        long now = clock.instant().getEpochSecond();
        JsonObjectBuilder claims = JSON.object()
                .add("iss", ISSUER.value())
                .add("aud", RESOURCE)
                .add("sub", "alice")
                .add("client_id", "client")
                .add("iat", now)
                .add("exp", now + 86_400);
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), key, "at+jwt")
                .sign(change.apply(claims).build());
    }

    /** A token in every part as a good one, but with this header. */
    static String withHeader(String token, String header) {
        return segment(header) + token.substring(token.indexOf('.'));
    }

    /** A token in every part as a good one, but with this payload. */
    static String withPayload(String token, String payload) {
        return token.substring(0, token.indexOf('.') + 1) + segment(payload) + token.substring(token.lastIndexOf('.'));
    }

    private static String segment(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
