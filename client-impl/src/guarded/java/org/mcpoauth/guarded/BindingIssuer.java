package org.mcpoauth.guarded;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** An authorization server that gives every client a token, bound to the key of its proof (RFC 9449, section 5). */
final class BindingIssuer implements AutoCloseable {
    private static final StrictJson JSON = StrictJson.create();

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final AtomicInteger grants = new AtomicInteger();
    private final HttpServer server;

    BindingIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String origin = issuer().value();
        String metadata = "{\"issuer\":\"" + origin + "\",\"token_endpoint\":\"" + origin + "/token\",\"jwks_uri\":\""
                + origin + "/keys\",\"response_types_supported\":[\"code\"],"
                + "\"dpop_signing_alg_values_supported\":[\"ES256\"]}";
        String keys = JSON.write(JwkSet.of(List.of(key.verificationKey())).write(JSON));
        server.createContext("/.well-known/oauth-authorization-server", exchange -> write(exchange, metadata));
        server.createContext("/keys", exchange -> write(exchange, keys));
        server.createContext("/token", this::grant);
        server.start();
    }

    Issuer issuer() {
        return Issuer.of("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How many tokens were given. */
    int grants() {
        return grants.get();
    }

    private void grant(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String resource = Stream.of(form.split("&", -1))
                .filter(pair -> pair.startsWith("resource="))
                .map(pair -> URLDecoder.decode(pair.substring("resource=".length()), StandardCharsets.UTF_8))
                .findFirst()
                .orElseThrow();
        grants.incrementAndGet();
        String token = token(resource, exchange.getRequestHeaders().getFirst("DPoP"));
        write(exchange, "{\"access_token\":\"" + token + "\",\"expires_in\":600,\"token_type\":\"DPoP\"}");
    }

    private String token(String resource, String proof) {
        long now = Clock.systemUTC().instant().getEpochSecond();
        JsonObjectBuilder claims = JSON.object()
                .add("iss", issuer().value())
                .add("aud", resource)
                .add("sub", "client")
                .add("client_id", "client")
                .add("jti", "token-" + grants.get())
                .add("scope", "mcp:tools")
                .add("iat", now)
                .add("exp", now + 600)
                .add("cnf", JSON.object().add("jkt", thumbprint(proof)));
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), key, "at+jwt").sign(claims.build());
    }

    private static String thumbprint(String proof) {
        try {
            JsonObject header = JSON.readObject(
                    Base64Url.decode(proof.substring(0, proof.indexOf('.'))), JsonLimits.TOKEN_RESPONSE);
            return Jwk.publicKey(header.getJsonObject("jwk")).thumbprint();
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
