package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.CALL;
import static org.mcpoauth.server.wire.RestServer.send;

import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.server.TestIssuer;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.RequestStateRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Another DPoP key of one principal, where configuration makes the key a part of the principal and where not. */
@DisplayName("RFC 9449, section 6.1; MCP security best practices, \"Session Hijacking\"")
class KeyBindingOverHttpTest {
    private static final StrictJson JSON = StrictJson.create();
    private static final Duration IDLE = Duration.ofMinutes(1);

    /** Calls with the token of alice that is bound to a key, or to none. */
    private static HttpResponse<String> call(
            RestServer server, @Nullable ProofMaker key, String body, String... session) {
        String token =
                key == null ? server.issuer.token() : server.issuer.token(claims -> claims.add("cnf", key.cnf()));
        HttpRequest.Builder request = server.post(body);
        for (String each : session) {
            request.header("Mcp-Session-Id", each);
        }
        return key == null
                ? send(RestServer.with(token, request))
                : send(request.header("Authorization", "DPoP " + token)
                        .header("DPoP", key.proof("POST", TestIssuer.RESOURCE, token)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSessionIsOfItsKeyWhereConfigured(boolean keyBound) {
        try (RestServer server = new RestServer(it -> it.bindings(BindingRules.DEFAULT.withKeyBound(keyBound)))) {
            ProofMaker key = new ProofMaker(server.clock);
            server.endpoint.nextSession = "session-1";
            String initialize = CALL.replace("ping", "initialize");
            assertEquals(200, call(server, key, initialize).statusCode());
            assertEquals(200, call(server, key, CALL, "session-1").statusCode());
            int others = keyBound ? 404 : 200;
            assertEquals(
                    others,
                    call(server, new ProofMaker(server.clock), CALL, "session-1")
                            .statusCode());
            assertEquals(others, call(server, null, CALL, "session-1").statusCode());
        }
    }

    private static String state(HttpResponse<String> response) {
        try {
            JsonObject json = JSON.readObject(response.body(), JsonLimits.METADATA);
            return json.getJsonObject("result").getString("requestState");
        } catch (MalformedException e) {
            throw new IllegalArgumentException(response.body(), e);
        }
    }

    private static String ask(String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"ask\",\"arguments\":{}"
                + more + "}}";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("MCP 2026-07-28, \"Multi Round-Trip Requests\"")
    void aRequestStateIsOfItsKeyWhereConfigured(boolean keyBound) {
        ProgrammedEndpoint endpoint = new ProgrammedEndpoint();
        endpoint.answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"input_required\","
                + "\"requestState\":\"plain\"}}";
        try (RestServer server = new RestServer(
                new RestApplication().register(endpoint),
                it -> it.requestState(RequestStateRules.DEFAULT.withKeyBound(keyBound)))) {
            ProofMaker key = new ProofMaker(server.clock);
            String again = ask(",\"requestState\":\"" + state(call(server, key, ask(""))) + "\"");
            assertFalse(call(server, key, again).body().contains("-32602"));
            assertEquals(
                    keyBound,
                    call(server, new ProofMaker(server.clock), again).body().contains("-32602"));
            assertEquals(keyBound, call(server, null, again).body().contains("-32602"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aHandleOfTheApplicationIsOfItsKeyWhereConfigured(boolean keyBound) {
        try (RestServer server = new RestServer(it -> it.bindings(BindingRules.DEFAULT.withKeyBound(keyBound)))) {
            TokenPrincipal alice = new TokenPrincipal("client", server.issuer.issuer(), "alice");
            PrincipalBinder binder = server.resource.binder();
            PrincipalBinder ofKey = binder.forKey(new Confirmation("key", null));
            assertTrue(ofKey.bind("job", "1", alice, IDLE));
            assertFalse(binder.bind("job", "1", alice, IDLE), "one handle, whatever the key");
            assertTrue(ofKey.isOwner("job", "1", alice));
            for (PrincipalBinder other : new PrincipalBinder[] {
                binder, binder.forKey(null), ofKey.forKey(new Confirmation("other", null)), ofKey.forKey(null)
            }) {
                assertEquals(!keyBound, other.isOwner("job", "1", alice));
            }
            assertTrue(ofKey.release("job", "1", alice));
        }
    }
}
