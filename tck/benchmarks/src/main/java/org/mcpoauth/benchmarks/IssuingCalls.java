package org.mcpoauth.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import org.mcpoauth.spi.server.AccessTokenFormat;

/** The client of one authorization server, on connections that stay open. Each answer is looked at. */
final class IssuingCalls implements AutoCloseable {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final IssuingContender contender;
    private final ServerProcess process;

    private IssuingCalls(IssuingContender contender, ServerProcess process) {
        this.contender = contender;
        this.process = process;
    }

    /** Starts a server, and makes sure that it issues what the others issue. */
    static IssuingCalls start(IssuingContender contender, Algorithm algorithm, AccessTokenFormat format)
            throws IOException, InterruptedException {
        IssuingCalls calls = new IssuingCalls(
                contender, ServerProcess.start(contender.title(), contender.command(algorithm, format)));
        try {
            calls.requireForm(calls.clientCredentials(), algorithm, format);
            return calls;
        } catch (RuntimeException | IOException | InterruptedException e) {
            calls.close();
            throw e;
        }
    }

    private void requireForm(String token, Algorithm algorithm, AccessTokenFormat format) {
        int end = token.indexOf('.');
        if (format == AccessTokenFormat.OPAQUE) {
            require(end < 0, "its access tokens are not opaque");
            return;
        }
        require(end > 0, "its access tokens are not signed");
        String header = new String(Base64.getUrlDecoder().decode(token.substring(0, end)), UTF_8);
        require(header.contains("\"alg\":\"" + algorithm.wireName() + "\""), "its tokens have the header " + header);
    }

    IssuingContender contender() {
        return contender;
    }

    ServerProcess process() {
        return process;
    }

    /** Codes that nobody has redeemed. */
    List<String> codes(int count) throws IOException {
        return List.of(process.ask(Integer.toString(count)).split(" "));
    }

    /** Gives an access token. */
    String clientCredentials() throws IOException, InterruptedException {
        return accessToken(post(contender.tokenPath(), TokenForms.clientCredentials()));
    }

    /** Gives a refresh token. */
    String redeem(String code) throws IOException, InterruptedException {
        return refreshToken(post(contender.tokenPath(), TokenForms.code(code)));
    }

    /** Gives the next refresh token. */
    String refresh(String refreshToken) throws IOException, InterruptedException {
        String next = refreshToken(post(contender.tokenPath(), TokenForms.refresh(refreshToken)));
        require(!next.equals(refreshToken), "the refresh token was not replaced");
        return next;
    }

    boolean introspect(String token) throws IOException, InterruptedException {
        String body = post(contender.introspectionPath(), TokenForms.introspection(token));
        require(body.contains("\"active\":true"), "the token is not active");
        return true;
    }

    private String refreshToken(String body) {
        accessToken(body);
        return TokenForms.member(body, "refresh_token");
    }

    private String accessToken(String body) {
        String token = TokenForms.member(body, "access_token");
        require(!token.isEmpty(), "no access token");
        return token;
    }

    private String post(String path, String form) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + process.port() + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", TokenForms.credentials())
                .POST(BodyPublishers.ofString(form))
                .build();
        HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
        require(answer.statusCode() == 200, "status " + answer.statusCode() + " " + answer.body());
        return answer.body();
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalStateException(contender.title() + ": " + otherwise);
        }
    }

    @Override
    public void close() {
        process.stop();
    }
}
