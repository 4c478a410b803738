package org.mcpoauth.client.scripted;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/**
 * A world whose authorization server binds tokens to keys and whose MCP server wants a proof with each
 * request (RFC 9449). Both check every proof they are sent; what is wrong is kept for the test to see.
 */
public final class ProvenWorld implements AutoCloseable {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    public final World world = new World();
    /** What was wrong with a proof; stays empty as long as the client keeps the rules. */
    public final List<String> faults = new CopyOnWriteArrayList<>();
    /** The nonce that the authorization server wants next, {@code null} for none. */
    public volatile Supplier<String> serverNonce = () -> null;
    /** The same for the MCP server. */
    public volatile Supplier<String> resourceNonce = () -> null;
    /** Whether tokens are bound to the key that was shown. */
    public volatile boolean binds = true;

    public volatile String challengeScheme = "DPoP";

    private final ConcurrentMap<String, String> keys = new ConcurrentHashMap<>();
    private final Set<String> identifiers = ConcurrentHashMap.newKeySet();

    public ProvenWorld() {
        world.as.metadata.put("dpop_signing_alg_values_supported", "[\"ES256\"]");
        world.as.token = this::token;
        world.mcp.http.on("/mcp", this::call);
    }

    /** A nonce never given before. */
    public static String fresh() {
        return "nonce-" + NUMBERS.incrementAndGet();
    }

    /** Another process on the same store. */
    public McpOAuthRuntime runtime(StateStore store) {
        return McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(world.clock)
                .stateStore(store)
                .build();
    }

    public StateStore store() {
        return new InMemoryStateStore(world.clock, StoreLimits.defaults());
    }

    /** The key a token was bound to, empty for none. */
    public String keyOf(String token) {
        return keys.getOrDefault(token, "");
    }

    private Answer token(Received request) {
        if (request.header("DPoP").isEmpty() || !binds) {
            return world.as.grant(request);
        }
        Proof proof = checked(request, world.as.http, "");
        String nonce = serverNonce.get();
        if (nonce != null && !nonce.equals(proof.claim("nonce"))) {
            return ScriptedAuthorizationServer.error(400, "use_dpop_nonce").with("DPoP-Nonce", nonce);
        }
        String refreshToken = request.form("refresh_token");
        if (!refreshToken.isEmpty() && !keyOf(refreshToken).equals(proof.thumbprint())) {
            faults.add("refresh token with another key");
            return ScriptedAuthorizationServer.error(400, "invalid_grant");
        }
        Answer answer = world.as.grant(request);
        world.as.accessTokens.keySet().forEach(token -> keys.putIfAbsent(token, proof.thumbprint()));
        world.as.refreshTokens.keySet().forEach(token -> keys.putIfAbsent(token, proof.thumbprint()));
        return new Answer(
                answer.status(), answer.headers(), answer.body().replace("\"Bearer\"", "\"DPoP\""), answer.pace());
    }

    private Answer call(Received request) {
        String header = request.header("Authorization");
        if (header.isEmpty()) {
            return challenge("");
        }
        if (!header.startsWith("DPoP ")) {
            return challenge(", error=\"invalid_token\"");
        }
        String token = header.substring("DPoP ".length());
        Proof proof = checked(request, world.mcp.http, token);
        if (!keyOf(token).equals(proof.thumbprint())) {
            faults.add("token with another key");
        }
        String nonce = resourceNonce.get();
        if (nonce != null && !nonce.equals(proof.claim("nonce"))) {
            return challenge(", error=\"use_dpop_nonce\"").with("DPoP-Nonce", nonce);
        }
        boolean isGood = world.as.accessTokens.containsKey(token);
        return isGood ? Answer.json(200, "{\"result\":\"" + request.body() + "\"}") : challenge("");
    }

    private Answer challenge(String more) {
        return Answer.challenge(
                401,
                challengeScheme + " resource_metadata=\"" + world.mcp.http.origin() + ScriptedMcpServer.PATH_METADATA
                        + "\"" + more);
    }

    /** RFC 9449, section 4.3, but for the nonce. */
    private Proof checked(Received request, ScriptedServer server, String token) {
        Proof proof = Proof.of(request);
        expect("typ", "dpop+jwt", proof.header().getString("typ", ""));
        expect("htm", request.method(), proof.claim("htm"));
        expect("htu", server.origin() + request.path(), proof.claim("htu"));
        expect("ath", token.isEmpty() ? "" : ScriptedAuthorizationServer.s256(token), proof.claim("ath"));
        expect(
                "iat",
                Long.toString(world.clock.instant().getEpochSecond()),
                proof.claims().getJsonNumber("iat").toString());
        if (!identifiers.add(proof.claim("jti"))) {
            faults.add("jti was used twice");
        }
        if (proof.header().getJsonObject("jwk").containsKey("d")) {
            faults.add("the private key was sent");
        }
        return proof;
    }

    private void expect(String name, String expected, String actual) {
        if (!expected.equals(actual)) {
            faults.add(name + ": expected " + expected + ", got " + actual);
        }
    }

    @Override
    public void close() {
        world.close();
    }
}
