package org.mcpoauth.client.scripted;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The identity provider of an enterprise: exchanges ID tokens it knows for assertions that the
 * authorization server of a test takes once (draft-ietf-oauth-identity-assertion-authz-grant, section 4.3).
 */
public final class ScriptedIdentityProvider implements AutoCloseable {
    public static final String METADATA = "/.well-known/openid-configuration";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public final ScriptedServer http = new ScriptedServer();
    /** The exchange that led to each assertion which nobody used yet. */
    public final ConcurrentMap<String, Received> assertions = new ConcurrentHashMap<>();

    public volatile String idToken = "id-token-of-alice";
    public volatile Function<Received, Answer> token = this::exchange;

    public ScriptedIdentityProvider() {
        http.on(METADATA, request -> Answer.json(200, metadata(issuer())));
        http.on("/token", request -> token.apply(request));
    }

    public String issuer() {
        return http.origin();
    }

    public String metadata(String issuer) {
        return "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + http.origin() + "/token\"}";
    }

    public List<Received> exchanges() {
        return http.received("/token");
    }

    /** Answers an exchange by the rules. */
    public Answer exchange(Received request) {
        return request.form("subject_token").equals(idToken)
                ? issue(request)
                : ScriptedAuthorizationServer.error(400, "invalid_grant");
    }

    private Answer issue(Received request) {
        String assertion = "jag-" + NUMBERS.incrementAndGet();
        assertions.put(assertion, request);
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("access_token", "\"" + assertion + "\"");
        answer.put("issued_token_type", "\"urn:ietf:params:oauth:token-type:id-jag\"");
        answer.put("token_type", "\"N_A\"");
        answer.put("expires_in", "300");
        return Answer.json(200, ScriptedAuthorizationServer.json(answer));
    }

    /** What an authorization server that trusts this identity provider answers. */
    public Answer redeem(ScriptedAuthorizationServer server, Received request) {
        Received exchange = assertions.remove(request.form("assertion"));
        if (exchange == null || !exchange.form("audience").equals(server.issuer())) {
            return ScriptedAuthorizationServer.error(400, "invalid_grant");
        }
        return server.issue(exchange.form("scope"));
    }

    @Override
    public void close() {
        http.close();
    }
}
