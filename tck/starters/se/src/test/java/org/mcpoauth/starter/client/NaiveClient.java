package org.mcpoauth.starter.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AccessToken;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.client.CallAuthorization;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.spi.ClientConfiguration;

/** A client that believes everything, as one is written on a quiet afternoon. It works, with peers that keep the rules. */
final class NaiveClient implements McpOAuthClient {
    private static final String STATE = "state-of-this-client";
    private static final String VERIFIER = "a-verifier-that-is-long-enough-and-always-the-same";
    private static final int MOST = 8;
    private static final int MOST_BYTES = 1 << 20;

    private final ClientConfiguration configuration;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private volatile String server = "";
    private volatile String clientId = "";
    private volatile String secret = "";
    private volatile String registeredRedirect = "";
    private volatile String access = "";
    private volatile String refresh = "";
    private volatile Instant end = Instant.MAX;

    NaiveClient(ClientConfiguration configuration, InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    @Override
    public String name() {
        return configuration.name();
    }

    @Override
    public ResourceIdentifier resource() {
        return configuration.resource();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        if (clock.instant().isAfter(end)) {
            takeTokens(form("grant_type", "refresh_token", "refresh_token", refresh));
        }
        for (int i = 0; ; i++) {
            HttpRequest.Builder again = HttpRequest.newBuilder(request, (name, value) -> true);
            if (!access.isEmpty()) {
                again.setHeader("Authorization", "Bearer " + access);
            }
            HttpResponse<T> answer = http.send(again.build(), handler);
            boolean isChallenge = answer.statusCode() == 401 || answer.statusCode() == 403;
            if (!isChallenge || i == MOST) {
                return answer;
            }
            String challenge = answer.headers().firstValue("WWW-Authenticate").orElse("");
            URI page = prepared(challenge);
            AuthorizationRequest asked = new AuthorizationRequest(
                    page,
                    Issuer.of("https://as.example"),
                    false,
                    clientId,
                    Secret.of(STATE),
                    Secret.of(VERIFIER),
                    redirectUri(),
                    resource(),
                    Scopes.NONE,
                    null,
                    Instant.MAX);
            completeAuthorization(Objects.requireNonNull(configuration.agent()).authorize(asked));
        }
    }

    private URI prepared(String challenge) {
        String metadata = get(between(challenge, "resource_metadata=\"", "\"")
                .orElse(configuration
                        .serverUrl()
                        .resolve("/.well-known/oauth-protected-resource/mcp")
                        .toString()));
        String issuer = between(metadata, "authorization_servers\":[\"", "\"").orElse("");
        server = get(issuer + "/.well-known/oauth-authorization-server");
        if (clientId.isEmpty()) {
            register();
        }
        return URI.create(member(server, "authorization_endpoint") + "?"
                + encoded(form(
                        "response_type",
                        "code",
                        "client_id",
                        clientId,
                        "redirect_uri",
                        redirectUri().toString(),
                        "state",
                        STATE,
                        "scope",
                        between(challenge, "scope=\"", "\"").orElse(""),
                        "code_challenge_method",
                        "S256",
                        "code_challenge",
                        challenge())));
    }

    private void register() {
        if (configuration.clientId() != null) {
            clientId = configuration.clientId();
            return;
        }
        String answer = post(member(server, "registration_endpoint"), "application/json", "{}");
        clientId = member(answer, "client_id");
        secret = member(answer, "client_secret");
        registeredRedirect = between(answer, "redirect_uris\":[\"", "\"").orElse("");
    }

    @Override
    public URI startAuthorization(Scopes scopes) {
        return prepared("");
    }

    @Override
    public AccessToken completeAuthorization(URI redirect) {
        String code = between(redirect + "&", "code=", "&").orElse("");
        takeTokens(form(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "code_verifier",
                VERIFIER,
                "redirect_uri",
                redirectUri().toString()));
        return accessToken();
    }

    /** Sends the form, twice if the first time did not help. */
    private void takeTokens(Map<String, String> form) {
        form.put("client_id", clientId);
        form.put("client_secret", secret);
        String answer = "";
        for (int i = 0; i < 2 && member(answer, "access_token").isEmpty(); i++) {
            answer = post(member(server, "token_endpoint"), "application/x-www-form-urlencoded", encoded(form));
        }
        access = member(answer, "access_token");
        refresh = refresh.isEmpty() ? member(answer, "refresh_token") : refresh;
        end = clock.instant()
                .plusSeconds(
                        Long.parseLong(between(answer, "expires_in\":", ",").orElseThrow()));
    }

    @Override
    public AccessToken accessToken() {
        return new AccessToken(Secret.of(access), PresentedToken.Scheme.BEARER, Scopes.NONE, resource(), end);
    }

    @Override
    public Optional<AccessToken> storedToken() {
        return Optional.of(accessToken());
    }

    @Override
    public HttpClient httpClient() {
        return http;
    }

    @Override
    public CallAuthorization authorize(String method, URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void revoke() {
        access = "";
    }

    @Override
    public McpOAuthClient as(Principal user) {
        return this;
    }

    /** Helpful when something goes wrong. */
    @Override
    public String toString() {
        return "NaiveClient[" + access + "]";
    }

    private URI redirectUri() {
        return registeredRedirect.isEmpty()
                ? configuration.metadata().redirectUris().get(0)
                : URI.create(registeredRedirect);
    }

    private String get(String url) {
        return exchange(HttpRequest.newBuilder(URI.create(url)));
    }

    private String post(String url, String type, String body) {
        return exchange(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private String exchange(HttpRequest.Builder request) {
        try (InputStream body = http.send(request.timeout(Duration.ofSeconds(2)).build(), BodyHandlers.ofInputStream())
                .body()) {
            return new String(body.readNBytes(MOST_BYTES), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String member(String json, String name) {
        return between(json, "\"" + name + "\":\"", "\"").orElse("");
    }

    private static Optional<String> between(String text, String before, String after) {
        int start = text.indexOf(before);
        int stop = start < 0 ? -1 : text.indexOf(after, start + before.length());
        return stop < 0 ? Optional.empty() : Optional.of(text.substring(start + before.length(), stop));
    }

    private static Map<String, String> form(String... pairs) {
        Map<String, String> form = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], pairs[i + 1]);
        }
        return form;
    }

    private static String encoded(Map<String, String> form) {
        StringBuilder text = new StringBuilder();
        form.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append("=")
                .append(URLEncoder.encode(value, UTF_8)));
        return text.toString();
    }

    private static String challenge() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
