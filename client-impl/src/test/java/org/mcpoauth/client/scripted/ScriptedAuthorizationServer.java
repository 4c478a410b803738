package org.mcpoauth.client.scripted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * An authorization server that keeps the rules unless a test tells it otherwise: codes are used once and
 * checked against their PKCE challenge, refresh tokens rotate.
 */
public final class ScriptedAuthorizationServer implements AutoCloseable {
    public static final String METADATA = "/.well-known/oauth-authorization-server";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public final ScriptedServer http = new ScriptedServer();
    /** The metadata, values as JSON text; change them before the first request. */
    public final Map<String, String> metadata = new LinkedHashMap<>();

    /** The scopes of each access token that was issued and is still good. */
    public final ConcurrentMap<String, String> accessTokens = new ConcurrentHashMap<>();

    public final ConcurrentMap<String, String> refreshTokens = new ConcurrentHashMap<>();
    /** What comes beside the code; a test may replace it. */
    public volatile String issInResponse;

    public volatile boolean issuesRefreshTokens = true;
    public volatile boolean rotatesRefreshTokens = true;
    public volatile String expiresIn = "3600";
    public volatile Function<Received, Answer> token = this::grant;

    private final ConcurrentMap<String, Received> codes = new ConcurrentHashMap<>();
    private final String issuer;

    public ScriptedAuthorizationServer() {
        this("");
    }

    /** A server whose issuer has a path. */
    public ScriptedAuthorizationServer(String path) {
        issuer = http.origin() + path;
        issInResponse = issuer;
        put("issuer", issuer);
        put("authorization_endpoint", http.origin() + "/authorize");
        put("token_endpoint", http.origin() + "/token");
        put("registration_endpoint", http.origin() + "/register");
        put("revocation_endpoint", http.origin() + "/revoke");
        put("introspection_endpoint", http.origin() + "/introspect");
        put("pushed_authorization_request_endpoint", http.origin() + "/par");
        put("device_authorization_endpoint", http.origin() + "/device");
        metadata.put("response_types_supported", "[\"code\"]");
        metadata.put("code_challenge_methods_supported", "[\"S256\"]");
        metadata.put("token_endpoint_auth_methods_supported", "[\"none\"]");
        metadata.put("authorization_response_iss_parameter_supported", "true");
        http.on(METADATA + path, request -> Answer.json(200, metadataJson()));
        http.on("/authorize", this::authorize);
        http.on("/token", request -> token.apply(request));
        http.on("/register", this::register);
        http.on("/revoke", Answer.of(200));
    }

    public String issuer() {
        return issuer;
    }

    public String metadataJson() {
        return json(metadata);
    }

    public void put(String name, String text) {
        metadata.put(name, "\"" + text + "\"");
    }

    public List<Received> tokenRequests() {
        return http.received("/token");
    }

    public static String json(Map<String, String> members) {
        StringBuilder text = new StringBuilder("{");
        members.forEach(
                (name, value) -> text.append(text.length() > 1 ? "," : "").append("\"" + name + "\":" + value));
        return text.append("}").toString();
    }

    /** Answers as if a user had agreed at once. */
    public Answer authorize(Received request) {
        String code = "code-" + NUMBERS.incrementAndGet();
        codes.put(code, request);
        String iss = issInResponse.isEmpty() ? "" : "&iss=" + URLEncoder.encode(issInResponse, UTF_8);
        return Answer.redirect(
                302,
                request.parameter("redirect_uri") + "?code=" + code + "&state="
                        + URLEncoder.encode(request.parameter("state"), UTF_8) + iss);
    }

    private Answer register(Received request) {
        String clientId =
                "client-" + NUMBERS.incrementAndGet() + "-at-" + http.uri("").getPort();
        return Answer.json(201, "{\"client_id\":\"" + clientId + "\"}");
    }

    /** Answers a token request by the rules. */
    public Answer grant(Received request) {
        return switch (request.form("grant_type")) {
            case "authorization_code" -> redeem(request);
            case "refresh_token" -> refresh(request);
            case "client_credentials" -> issue(request.form("scope"));
            default -> error(400, "unsupported_grant_type");
        };
    }

    public static Answer error(int status, String error) {
        return Answer.json(status, "{\"error\":\"" + error + "\"}");
    }

    private Answer redeem(Received request) {
        Received authorization = codes.remove(request.form("code"));
        if (authorization == null) {
            return error(400, "invalid_grant");
        }
        boolean proven = authorization.parameter("code_challenge").equals(s256(request.form("code_verifier")))
                && authorization.parameter("redirect_uri").equals(request.form("redirect_uri"))
                && authorization.parameter("client_id").equals(request.form("client_id"));
        return proven ? issue(authorization.parameter("scope")) : error(400, "invalid_grant");
    }

    private Answer refresh(Received request) {
        String presented = request.form("refresh_token");
        String scope = rotatesRefreshTokens ? refreshTokens.remove(presented) : refreshTokens.get(presented);
        return scope == null ? error(400, "invalid_grant") : issue(scope);
    }

    /** Issues tokens without being asked by the rules. */
    public Answer issue(String scope) {
        int number = NUMBERS.incrementAndGet();
        accessTokens.put("at-" + number, scope);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("access_token", "\"at-" + number + "\"");
        answer.put("token_type", "\"Bearer\"");
        if (!expiresIn.isEmpty()) {
            answer.put("expires_in", expiresIn);
        }
        if (issuesRefreshTokens) {
            refreshTokens.put("rt-" + number, scope);
            answer.put("refresh_token", "\"rt-" + number + "\"");
        }
        return Answer.json(200, json(answer)).with("Cache-Control", "no-store");
    }

    /** RFC 7636, section 4.6, once more and on its own. */
    public static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
