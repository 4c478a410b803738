package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.fault.FaultServer;
import org.mcpoauth.server.MovableClock;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** An authorization server on loopback HTTP whose introspection endpoint answers as a test says. */
final class AskedServer implements AutoCloseable {
    static final String RESOURCE = "http://127.0.0.1/mcp";
    static final String CLIENT_ID = "the resource";
    static final String METADATA = "/.well-known/oauth-authorization-server";
    static final String ENDPOINT = "/introspect";
    private static final StrictJson JSON = StrictJson.create();

    final MovableClock clock;
    final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final FaultServer server = new FaultServer();

    AskedServer(MovableClock clock) {
        this.clock = clock;
        publish("");
        JwkSet keys = JwkSet.of(List.of(key.verificationKey()));
        server.on("/keys", FaultServer.json(JSON.write(keys.write(JSON))));
        json(active(claims -> claims));
    }

    /** A question that arrived. */
    record Request(String path, FaultServer.Request request) {
        String header(String name) {
            return request.header(name);
        }

        String body() {
            return request.body();
        }

        /** The value of a form field, decoded; empty when it is absent. */
        String form(String name) {
            StringBuilder found = new StringBuilder();
            for (String field : List.of(body().split("&", -1))) {
                int equals = field.indexOf('=');
                if (decoded(field.substring(0, equals)).equals(name)) {
                    found.append(decoded(field.substring(equals + 1)));
                }
            }
            return found.toString();
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    Issuer issuer() {
        return Issuer.of(server.uri("").toString());
    }

    URI url(String path) {
        return URI.create(issuer().value() + path);
    }

    /** Publishes metadata with further members, each with a comma before it. */
    void publish(String members) {
        publishAs(issuer().value(), ",\"introspection_endpoint\":\"" + url(ENDPOINT) + "\"" + members);
    }

    /** Fails whenever it is asked for metadata. */
    void hideMetadata() {
        server.on(METADATA, FaultServer.answer("500 Status", ""));
    }

    void publishAs(String issuer, String members) {
        String body = "{\"issuer\":\"" + issuer + "\",\"response_types_supported\":[\"code\"],\"jwks_uri\":\""
                + url("/keys") + "\"" + members + "}";
        server.on(METADATA, FaultServer.json(body));
    }

    /** Answers with JSON. */
    void json(String body) {
        answer(200, Map.of("Content-Type", "application/json"), body);
    }

    /** Answers with a JWT. */
    void jwt(String body) {
        answer(200, Map.of("Content-Type", "application/token-introspection+jwt"), body);
    }

    void answer(int status, Map<String, String> headers, String body) {
        String[] lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .toArray(String[]::new);
        behave(FaultServer.answer(status + " Status", body, lines));
    }

    /** Lets the endpoint behave in some way. */
    void behave(FaultServer.Behaviour behaviour) {
        server.on(ENDPOINT, behaviour);
    }

    /** Lets the endpoint behave in one way for some tokens and in another for the rest. */
    void behave(Predicate<String> tokens, FaultServer.Behaviour special, FaultServer.Behaviour other) {
        behave(connection -> {
            boolean isSpecial = tokens.test(new Request(ENDPOINT, connection.request()).form("token"));
            (isSpecial ? special : other).answer(connection);
        });
    }

    /** The answer about a good token. */
    FaultServer.Behaviour good() {
        return FaultServer.json(active(claims -> claims));
    }

    /** The members of an answer about a good token, changed. */
    JsonObjectBuilder members(UnaryOperator<JsonObjectBuilder> change) {
        long now = clock.instant().getEpochSecond();
        return change.apply(JSON.object()
                .add("active", true)
                .add("iss", issuer().value())
                .add("aud", RESOURCE)
                .add("sub", "alice")
                .add("client_id", "client")
                .add("scope", "mcp:tools notes:read")
                .add("token_type", "Bearer")
                .add("jti", "id-1")
                .add("iat", now)
                .add("exp", now + 600));
    }

    String active(UnaryOperator<JsonObjectBuilder> change) {
        return JSON.write(members(change).build());
    }

    /** The claims of a signed answer about a good token (RFC 9701, section 5). */
    JsonObjectBuilder signedAnswer() {
        return JSON.object()
                .add("iss", issuer().value())
                .add("aud", CLIENT_ID)
                .add("iat", clock.instant().getEpochSecond())
                .add("token_introspection", members(claims -> claims));
    }

    String sign(SigningKey by, @Nullable String type, JsonObjectBuilder claims) {
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), by, type).sign(claims.build());
    }

    /** How many questions arrived at the endpoint. */
    int questions() {
        return server.count(ENDPOINT);
    }

    /** How often the metadata were fetched. */
    int fetches() {
        return server.count(METADATA);
    }

    /** The last question at the endpoint. */
    Request question() {
        return question(ENDPOINT);
    }

    /** The last question at some path. */
    Request question(String path) {
        return new Request(path, server.last(path));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
