package org.mcpoauth.tck.counterpart;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server that keeps the rules where a fault does not tell it otherwise: codes serve once and
 * with their verifier only, refresh tokens rotate, and a spent one ends its family (RFC 9700, section 4.14.2).
 */
public final class AuthorizationServerPeer implements AutoCloseable {
    /** Where the metadata are (RFC 8414, section 3). */
    public static final String METADATA = "/.well-known/oauth-authorization-server";
    /** Where codes come from. */
    public static final String AUTHORIZE = "/authorize";
    /** Where tokens come from. */
    public static final String TOKEN = "/token";
    /** Where clients register. */
    public static final String REGISTER = "/register";

    private final LoopbackServer http = new LoopbackServer();
    private final Ledger ledger;
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Request> codes = new ConcurrentHashMap<>();
    private final Map<String, String> scopes = new ConcurrentHashMap<>();
    /** By each refresh token that ever was. */
    private final Map<String, Family> families = new ConcurrentHashMap<>();

    private volatile UnaryOperator<String> documents = UnaryOperator.identity();
    private volatile UnaryOperator<String> redirects = UnaryOperator.identity();
    private volatile UnaryOperator<String> grants = UnaryOperator.identity();

    AuthorizationServerPeer(Ledger ledger) {
        this.ledger = ledger;
        text("issuer", issuer());
        text("authorization_endpoint", issuer() + AUTHORIZE);
        text("token_endpoint", issuer() + TOKEN);
        text("registration_endpoint", issuer() + REGISTER);
        text("revocation_endpoint", issuer() + "/revoke");
        member("response_types_supported", "[\"code\"]");
        member("code_challenge_methods_supported", "[\"S256\"]");
        member("token_endpoint_auth_methods_supported", "[\"client_secret_basic\",\"client_secret_post\",\"none\"]");
        member("authorization_response_iss_parameter_supported", "true");
        http.on(METADATA, request -> Reply.json(200, documents.apply(document())));
        http.on(AUTHORIZE, request -> Reply.redirect(302, redirects.apply(authorized(request))));
        http.on(TOKEN, this::token);
        http.on(REGISTER, request -> Reply.json(201, registration()));
        http.on("/revoke", request -> Reply.of(200));
    }

    /**
     * The server behind it, to give a path another script or to see what came.
     *
     * @return the server
     */
    public LoopbackServer http() {
        return http;
    }

    /**
     * The issuer identifier.
     *
     * @return the origin of the server
     */
    public String issuer() {
        return http.origin();
    }

    /**
     * Sets a member of the metadata.
     *
     * @param name the name
     * @param json its value as JSON text; {@code null} as text removes nothing but is sent as it is
     */
    public void member(String name, String json) {
        metadata.put(name, json);
    }

    /**
     * Sets a member of the metadata to a text.
     *
     * @param name the name
     * @param value the text, which must not need escapes
     */
    public void text(String name, String value) {
        member(name, "\"" + value + "\"");
    }

    /**
     * Takes a member out of the metadata.
     *
     * @param name the name
     */
    public void without(String name) {
        metadata.remove(name);
    }

    /**
     * Changes the text of the metadata.
     *
     * @param change gets the proper document and gives the text to be sent
     */
    public void documents(UnaryOperator<String> change) {
        documents = change;
    }

    /**
     * Changes the redirects that carry authorization responses.
     *
     * @param change gets the proper URL and gives the one to be sent
     */
    public void redirects(UnaryOperator<String> change) {
        redirects = change;
    }

    /**
     * Changes the bodies of token responses.
     *
     * @param change gets the proper document and gives the text to be sent
     */
    public void grants(UnaryOperator<String> change) {
        grants = change;
    }

    /**
     * Gives the requests of one grant type another answer.
     *
     * @param grantType the grant type
     * @param script makes the answer
     */
    public void onGrant(String grantType, Function<Request, Reply> script) {
        http.on(
                TOKEN,
                request -> request.form("grant_type").equals(grantType) ? script.apply(request) : token(request));
    }

    /**
     * The token requests of one grant type.
     *
     * @param grantType the grant type
     * @return the requests in their order
     */
    public List<Request> tokenRequests(String grantType) {
        return http.requests(TOKEN).stream()
                .filter(request -> request.form("grant_type").equals(grantType))
                .toList();
    }

    /** Ends all access tokens, as a server does that lost its memory of them. */
    public void endAccessTokens() {
        scopes.clear();
    }

    /** The scopes of a token that is good, separated by blanks; {@code null} for any other. */
    @Nullable
    String scopesOf(String accessToken) {
        return scopes.get(accessToken);
    }

    private String document() {
        StringBuilder text = new StringBuilder();
        metadata.forEach((name, value) -> text.append(text.isEmpty() ? "{" : ",")
                .append("\"" + name + "\":")
                .append(value));
        return text.append("}").toString();
    }

    /** As if a user had agreed at once. */
    private String authorized(Request request) {
        String code = ledger.issue("code");
        codes.put(code, request);
        return request.parameter("redirect_uri") + "?code=" + code + "&state="
                + URLEncoder.encode(request.parameter("state"), UTF_8) + "&iss=" + URLEncoder.encode(issuer(), UTF_8);
    }

    private String registration() {
        return "{\"client_id\":\"" + Ledger.name("client") + "\",\"client_secret\":\"" + ledger.issue("secret")
                + "\",\"client_secret_expires_at\":0,\"token_endpoint_auth_method\":\"client_secret_post\"}";
    }

    /**
     * Answers a token request by the rules.
     *
     * @param request the request
     * @return tokens or an error
     */
    public Reply token(Request request) {
        return switch (request.form("grant_type")) {
            case "authorization_code" -> redeem(request);
            case "refresh_token" -> refresh(request.form("refresh_token"));
            default -> Reply.error(400, "unsupported_grant_type");
        };
    }

    private Reply redeem(Request request) {
        ledger.add(request.form("code_verifier"));
        Request asked = codes.remove(request.form("code"));
        return asked != null && isProven(asked, request)
                ? issue(new Family(asked.parameter("scope")))
                : Reply.error(400, "invalid_grant");
    }

    private static boolean isProven(Request asked, Request request) {
        return asked.parameter("code_challenge").equals(s256(request.form("code_verifier")))
                && asked.parameter("client_id").equals(clientId(request))
                && asked.parameter("redirect_uri").equals(request.form("redirect_uri"));
    }

    /** RFC 6749, section 2.3.1: in the form, or first part of HTTP Basic, encoded like a form. */
    private static String clientId(Request request) {
        String basic = request.header("Authorization").orElse("");
        if (!basic.startsWith("Basic ")) {
            return request.form("client_id");
        }
        String pair = new String(Base64.getDecoder().decode(basic.substring("Basic ".length())), UTF_8);
        return URLDecoder.decode(pair.substring(0, pair.indexOf(':')), UTF_8);
    }

    private Reply refresh(String refreshToken) {
        Family family = families.get(refreshToken);
        if (family == null) {
            return Reply.error(400, "invalid_grant");
        }
        if (!family.current.equals(refreshToken)) {
            family.current = "";
            return Reply.error(400, "invalid_grant");
        }
        return issue(family);
    }

    private Reply issue(Family family) {
        String accessToken = ledger.issue("access");
        family.current = ledger.issue("refresh");
        scopes.put(accessToken, family.scope);
        families.put(family.current, family);
        String granted = family.scope.isEmpty() ? "" : ",\"scope\":\"" + family.scope + "\"";
        return Reply.json(
                200,
                grants.apply("{\"access_token\":\"" + accessToken + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                        + "\"refresh_token\":\"" + family.current + "\"" + granted + "}"));
    }

    private static String s256(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends the server. */
    @Override
    public void close() {
        http.close();
    }

    /** The refresh tokens that came one from the other; the one that serves is empty once a spent one came back. */
    private static final class Family {
        private final String scope;
        private volatile String current = "";

        Family(String scope) {
            this.scope = scope;
        }
    }
}
