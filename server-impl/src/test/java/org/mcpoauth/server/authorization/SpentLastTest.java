package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * What counts once is used up last: a request that is refused costs neither its client assertion (RFC 7523, section 3,
 * item 7) nor its DPoP proof (RFC 9449, section 11.1) nor what it presents.
 */
class SpentLastTest {
    private static final String DEVICE_CODE = GrantType.DEVICE_CODE.value();

    private final TestServer server = new TestServer(builder ->
            builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device").withPar("/par")));
    private final ProvingClient proving = new ProvingClient(server);
    private final SigningClient signer = signing("signer", false);

    @BeforeEach
    void learnNonce() {
        proving.token(SigningClient.with(signer.assertion(), "grant_type", "client_credentials"));
    }

    private SigningClient signing(String clientId, boolean isBound) {
        return new SigningClient(
                server,
                clientId,
                metadata -> metadata.dpopBoundAccessTokens(isBound)
                        .grantTypes(List.of(
                                GrantType.AUTHORIZATION_CODE,
                                GrantType.REFRESH_TOKEN,
                                GrantType.CLIENT_CREDENTIALS,
                                GrantType.DEVICE_CODE)));
    }

    private static String[] own(String[] assertion) {
        return SigningClient.with(assertion, "grant_type", "client_credentials", "resource", TestServer.RESOURCE);
    }

    /** RFC 9449, section 5.2. */
    @Test
    void aMissingProofCostsNoAssertion() {
        String[] assertion = signing("bound", true).assertion();

        assertEquals("invalid_dpop_proof", server.error(server.token(own(assertion))));
        assertEquals(200, proving.token(own(assertion)).status());
    }

    @Test
    void aReplayedProofCostsNoAssertion() {
        String proof = proving.proof();
        assertEquals(200, proving.send(proof, own(signer.assertion())).status());
        String[] assertion = signer.assertion();

        assertEquals("invalid_dpop_proof", server.error(proving.send(proof, own(assertion))));
        assertEquals(200, proving.token(own(assertion)).status());
    }

    @Test
    void aReplayedAssertionCostsNoCode() {
        String code = server.codeOf("signer");
        String[] spent = signer.assertion();
        assertEquals(200, server.token(own(spent)).status());

        EndpointResponse replay = proving.token(SigningClient.with(spent, ProvingClient.redemption("signer", code)));

        assertEquals(401, replay.status());
        assertEquals("invalid_client", server.error(replay));
        assertEquals(
                200,
                proving.token(SigningClient.with(signer.assertion(), ProvingClient.redemption("signer", code)))
                        .status());
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type, password, unsupported_grant_type",
        "grant_type, urn:ietf:params:oauth:grant-type:token-exchange, unsupported_grant_type",
        "code, unknown, invalid_grant",
        "code_verifier, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA, invalid_grant",
        "redirect_uri, https://app.example/cb?a=b, invalid_grant",
        "resource, https://other.example/mcp, invalid_target",
        "client_id, another, invalid_client"
    })
    void aRefusedRedemptionCostsNothing(String name, String value, String error) {
        String[] assertion = signer.assertion();
        String[] right = SigningClient.with(assertion, ProvingClient.redemption("signer", server.codeOf("signer")));
        String[] wrong = IntStream.range(0, right.length)
                .mapToObj(i -> i % 2 == 1 && right[i - 1].equals(name) ? value : right[i])
                .toArray(String[]::new);
        String proof = proving.proof();

        assertEquals(error, server.error(proving.send(proof, wrong)));
        assertEquals(200, proving.send(proof, right).status());
    }

    @Test
    void aRefusedRefreshCostsNothing() {
        String token = server.json(proving.token(SigningClient.with(
                        signer.assertion(), ProvingClient.redemption("signer", server.codeOf("signer")))))
                .getString("refresh_token");
        String[] right = SigningClient.with(signer.assertion(), "grant_type", "refresh_token", "refresh_token", token);
        String proof = proving.proof();

        assertEquals(
                "invalid_scope", server.error(proving.send(proof, SigningClient.with(right, "scope", "notes:write"))));
        assertEquals(200, proving.send(proof, right).status());
    }

    /** RFC 8628, section 3.5: a device may ask with one assertion until its user has decided. */
    @Test
    void aQuestionOfADeviceCostsNoAssertion() {
        String code = server.json(server.post(
                        "/device",
                        Map.of(),
                        TestServer.form(SigningClient.with(signer.assertion(), "resource", TestServer.RESOURCE))))
                .getString("device_code");
        String[] question = SigningClient.with(signer.assertion(), "grant_type", DEVICE_CODE, "device_code", code);

        assertEquals("authorization_pending", server.error(server.token(question)));
        server.pass(Duration.ofSeconds(5));
        assertEquals("authorization_pending", server.error(server.token(question)));
    }

    /** RFC 7009, section 2.1; RFC 7662, section 2.1; RFC 8628, section 3.1; RFC 9126, section 2.1. */
    @ParameterizedTest
    @CsvSource({
        "/revoke, token_type_hint, access_token, token, unknown, 200",
        "/introspect, token_type_hint, access_token, token, unknown, 200",
        "/device, scope, unknown, scope, mcp:tools, 200",
        "/par, redirect_uri, https://evil.example/, redirect_uri, http://127.0.0.1:8765/callback, 201"
    })
    void atEachEndpointAnAssertionCountsOnceAndARefusalCostsNone(
            String path, String wrongName, String wrong, String rightName, String right, int status) {
        String[] assertion = SigningClient.with(signer.assertion(), common(path));

        assertEquals(
                400, post(path, SigningClient.with(assertion, wrongName, wrong)).status());
        assertEquals(
                status,
                post(path, SigningClient.with(assertion, rightName, right)).status());
        assertEquals("invalid_client", server.error(post(path, SigningClient.with(assertion, rightName, right))));
    }

    /** RFC 7523, section 3, item 7: what was sent once may have been seen, so that only another one is good for more. */
    @ParameterizedTest
    @ValueSource(strings = {"/token", "/revoke", "/introspect", "/device", "/par"})
    void afterAnOutageTheSameRequestIsServedWithANewAssertion(String path) {
        String[] request = request(path);
        String[] first = SigningClient.with(signer.assertion(), request);
        server.store.breakAfter("client-assertion");
        EndpointResponse failed = post(path, first);
        server.store.setBroken(false);

        assertEquals(503, failed.status());
        assertEquals("temporarily_unavailable", server.error(failed));
        assertEquals("5", TestServer.header(failed, "Retry-After"));
        assertEquals("invalid_client", server.error(post(path, first)));
        assertEquals(
                path.equals("/par") ? 201 : 200,
                post(path, SigningClient.with(signer.assertion(), request)).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/revoke", "/introspect", "/device", "/par"})
    void anAssertionThatCouldNotBeNotedIsStillGood(String path) {
        String[] request = SigningClient.with(signer.assertion(), request(path));
        server.store.setFull("client-assertion");

        assertEquals(503, post(path, request).status());
        server.store.setFull("");
        assertEquals(path.equals("/par") ? 201 : 200, post(path, request).status());
    }

    /** A request of which each part is right, and that makes the provider or the store work. */
    private String[] request(String path) {
        if (path.equals("/token")) {
            return ProvingClient.redemption("signer", server.codeOf("signer"));
        }
        if (path.equals("/revoke") || path.equals("/introspect")) {
            String code = server.codeOf("signer");
            String[] redemption = SigningClient.with(signer.assertion(), ProvingClient.redemption("signer", code));
            return new String[] {"token", server.json(server.token(redemption)).getString("refresh_token")};
        }
        return path.equals("/par")
                ? SigningClient.with(common(path), "redirect_uri", TestServer.REDIRECT_URI)
                : common(path);
    }

    private static String[] common(String path) {
        return switch (path) {
            case "/par" ->
                new String[] {
                    "response_type",
                    "code",
                    "code_challenge",
                    TestServer.CHALLENGE,
                    "code_challenge_method",
                    "S256",
                    "resource",
                    TestServer.RESOURCE
                };
            case "/device" -> new String[] {"resource", TestServer.RESOURCE};
            default -> new String[0];
        };
    }

    private EndpointResponse post(String path, String[] form) {
        return server.post(path, Map.of(), TestServer.form(form));
    }

    @Test
    void aClientThatFillsTheStoreIsInTheWayOfItsRoomAlone() {
        SigningClient other = signing("other", false);
        String room = "client-assertion." + Sha256.hex("signer").substring(0, 2);
        int free = 100_000 - (int) server.stored.count(room);
        IntStream.range(0, free)
                .forEach(i -> server.stored.putIfAbsent(
                        new StateKey(room, "filling-" + i), StateEntry.of("seen"), Duration.ofMinutes(1)));

        assertEquals(503, server.token(own(signer.assertion())).status());
        assertEquals(200, server.token(own(other.assertion())).status());
        server.pass(Duration.ofMinutes(1));
        assertEquals(200, server.token(own(signer.assertion())).status());
    }

    @Test
    void aClientThatFloodsTheStoreIsInItsOwnWayAlone() {
        SigningClient other = signing("other", false);
        List<String> flood = IntStream.range(0, 50_000)
                .mapToObj(i -> "flood-" + i)
                .filter(id -> Sha256.base64Url(id).startsWith("A"))
                .limit(65)
                .toList();
        flood.subList(0, 64)
                .forEach(id -> assertEquals(200, server.token(numbered(id)).status()));

        EndpointResponse refused = server.token(numbered(flood.get(64)));
        assertEquals(429, refused.status(), "64 of the 64 parts that a client has, of 100000 places");
        assertEquals("60", TestServer.header(refused, "Retry-After"));
        assertEquals(200, server.token(own(other.assertion())).status());
        server.pass(Duration.ofMinutes(2));
        assertEquals(200, server.token(numbered(flood.get(64))).status());
    }

    private String[] numbered(String id) {
        return own(signer.assertion(claims -> claims.add("jti", id)));
    }
}
