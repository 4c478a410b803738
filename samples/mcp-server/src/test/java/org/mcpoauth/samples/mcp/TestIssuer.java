package org.mcpoauth.samples.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * An authorization server as far as a protected resource sees it: metadata, a key set, and signed access
 * tokens. It shares no code with the library under test.
 */
final class TestIssuer implements AutoCloseable {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final HttpServer http;
    private final KeyPair keys;

    private TestIssuer(HttpServer http, KeyPair keys) {
        this.http = http;
        this.keys = keys;
    }

    static TestIssuer start() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TestIssuer issuer = new TestIssuer(http, generator.generateKeyPair());
        http.createContext("/.well-known/oauth-authorization-server", exchange -> send(exchange, issuer.metadata()));
        http.createContext("/jwks", exchange -> send(exchange, issuer.keySet()));
        http.start();
        return issuer;
    }

    /** Started where no exception may be thrown. */
    static TestIssuer started() {
        try {
            return start();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String issuer() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** A good token for an audience, after the given change. */
    String token(String audience, String scope, Consumer<JsonObjectBuilder> change) {
        return token("at+jwt", audience, scope, change);
    }

    /** The same with another type. */
    String token(String type, String audience, String scope, Consumer<JsonObjectBuilder> change) {
        Instant now = Instant.now();
        JsonObjectBuilder claims = Json.createObjectBuilder()
                .add("iss", issuer())
                .add("sub", "alice")
                .add("client_id", "liberty-test")
                .add("aud", audience)
                .add("scope", scope)
                .add("jti", "t" + now.toEpochMilli())
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(Duration.ofMinutes(5)).getEpochSecond());
        change.accept(claims);
        return signed(type, claims.build());
    }

    String token(String audience, String scope) {
        return token(audience, scope, claims -> {});
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private String signed(String type, JsonObject claims) {
        JsonObject head = Json.createObjectBuilder()
                .add("alg", "RS256")
                .add("typ", type)
                .add("kid", "k1")
                .build();
        String header = encode(head.toString().getBytes(StandardCharsets.US_ASCII));
        String input = header + "." + encode(claims.toString().getBytes(StandardCharsets.UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            return input + "." + encode(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject metadata() {
        return Json.createObjectBuilder()
                .add("issuer", issuer())
                .add("jwks_uri", issuer() + "/jwks")
                .add("authorization_endpoint", issuer() + "/authorize")
                .add("token_endpoint", issuer() + "/token")
                .add("response_types_supported", Json.createArrayBuilder().add("code"))
                .build();
    }

    private JsonObject keySet() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return Json.createObjectBuilder()
                .add(
                        "keys",
                        Json.createArrayBuilder()
                                .add(Json.createObjectBuilder()
                                        .add("kty", "RSA")
                                        .add("use", "sig")
                                        .add("alg", "RS256")
                                        .add("kid", "k1")
                                        .add("n", encode(unsigned(key.getModulus())))
                                        .add("e", encode(unsigned(key.getPublicExponent())))))
                .build();
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }

    private static void send(HttpExchange exchange, JsonObject body) throws IOException {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
