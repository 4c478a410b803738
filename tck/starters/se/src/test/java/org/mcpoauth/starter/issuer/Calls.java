package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.support.codec.Sha256;

/** What a client sends to a node, with its own log. */
final class Calls {
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final RequestLog log;

    Calls(RequestLog log) {
        this.log = log;
    }

    HttpResponse<String> redeem(URI node, String code) throws IOException {
        return token(
                node,
                code,
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                IssuerNode.REDIRECT_URI,
                "code_verifier",
                VERIFIER);
    }

    HttpResponse<String> refresh(URI node, String token) throws IOException {
        return token(node, token, "grant_type", "refresh_token", "refresh_token", token);
    }

    /** The codes of a new device. */
    HttpResponse<String> addDevice(URI node) throws IOException {
        return post(node, "/device", "scope", IssuerNode.SCOPE, "resource", IssuerNode.RESOURCE);
    }

    HttpResponse<String> askAsDevice(URI node, String code) throws IOException {
        return token(node, code, "grant_type", GrantType.DEVICE_CODE.value(), "device_code", code);
    }

    HttpResponse<String> present(URI node, String assertion) throws IOException {
        return token(node, assertion, "grant_type", GrantType.JWT_BEARER.value(), "assertion", assertion);
    }

    /** Pushes a right authorization request. */
    HttpResponse<String> push(URI node) throws IOException {
        return post(
                node,
                "/par",
                "response_type",
                "code",
                "redirect_uri",
                IssuerNode.REDIRECT_URI,
                "code_challenge",
                Sha256.base64Url(VERIFIER),
                "code_challenge_method",
                "S256",
                "resource",
                IssuerNode.RESOURCE);
    }

    HttpResponse<String> clientCredentials(URI node) throws IOException {
        return token(node, "", "grant_type", "client_credentials", "resource", IssuerNode.RESOURCE);
    }

    private HttpResponse<String> token(URI node, String credential, String... form) throws IOException {
        HttpResponse<String> answer = post(node, "/token", form);
        log.add(credential, answer.statusCode(), json(answer));
        return answer;
    }

    HttpResponse<String> introspect(URI node, String token) throws IOException {
        return post(node, "/introspect", "token", token);
    }

    HttpResponse<String> revoke(URI node, String token) throws IOException {
        return post(node, "/revoke", "token", token);
    }

    /** Whether a token may be used, as a resource server is told. */
    boolean isActive(URI node, String token) throws IOException {
        HttpResponse<String> answer = introspect(node, token);
        assertEquals(200, answer.statusCode(), answer::body);
        return json(answer).getBoolean("active");
    }

    HttpResponse<String> register(URI node) throws IOException {
        return send(HttpRequest.newBuilder(node.resolve("/oauth/register"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"redirect_uris\":[\"" + IssuerNode.REDIRECT_URI
                        + "\"],\"token_endpoint_auth_method\":\"client_secret_post\"}")));
    }

    /** Posts a form as the client that the deployer registered. */
    HttpResponse<String> post(URI node, String path, String... form) throws IOException {
        String[] credentials = {"client_id", IssuerNode.CLIENT, "client_secret", IssuerNode.CLIENT_SECRET};
        return postAs(
                node, path, Stream.of(credentials, form).flatMap(Stream::of).toArray(String[]::new));
    }

    /** Posts a form as whoever it names. */
    static HttpResponse<String> postAs(URI node, String path, String... form) throws IOException {
        return send(HttpRequest.newBuilder(node.resolve("/oauth" + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form))));
    }

    static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String form(String... namesAndValues) {
        return IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> List.of(namesAndValues[2 * i], namesAndValues[2 * i + 1]).stream()
                        .map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                        .collect(Collectors.joining("=")))
                .collect(Collectors.joining("&"));
    }

    static JsonObject json(HttpResponse<String> answer) {
        try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    static String text(HttpResponse<String> answer, String member) {
        return json(answer).getString(member);
    }
}
