package org.mcpoauth.starter.assertion;

import jakarta.json.JsonObjectBuilder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Vouches for users and workloads: an identity provider that exchanges the ID token of alice for assertions
 * (draft-ietf-oauth-identity-assertion-authz-grant, section 4.3), and a platform of workloads.
 */
final class Voucher implements AutoCloseable {
    static final String ID_TOKEN = "id-token-of-alice";
    static final String WORKLOAD = "system:serviceaccount:mcp:agent";

    private static final StrictJson JSON = StrictJson.create();

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final LoopbackServer server = new LoopbackServer();

    Voucher() {
        String origin = server.origin();
        json(
                "/.well-known/oauth-authorization-server",
                "{\"issuer\":\"" + origin + "\",\"token_endpoint\":\"" + origin + "/token\",\"jwks_uri\":\"" + origin
                        + "/keys\",\"response_types_supported\":[\"code\"]}");
        json("/keys", JSON.write(JwkSet.of(List.of(key.verificationKey())).write(JSON)));
        server.serve("/token", this::exchange);
    }

    Issuer issuer() {
        return Issuer.of(server.origin());
    }

    /** The token a platform gives a workload, for an authorization server. */
    Secret workload(String audience) {
        return Secret.of(sign("JWT", claims(audience).add("sub", WORKLOAD).add("aud", JSON.array(List.of(audience)))));
    }

    private EndpointResponse exchange(EndpointRequest request) {
        String form = new String(request.body(), StandardCharsets.UTF_8);
        if (!value(form, "subject_token").equals(ID_TOKEN)) {
            return LoopbackServer.answer(
                    400, "application/json", "{\"error\":\"invalid_grant\"}".getBytes(StandardCharsets.UTF_8));
        }
        JsonObjectBuilder claims = claims(value(form, "audience"))
                .add("sub", "alice")
                // the identity provider knows by which name the authorization server knows the client
                .add("client_id", "app")
                .add("resource", value(form, "resource"))
                .add("scope", value(form, "scope"));
        return LoopbackServer.answer(
                200,
                "application/json",
                JSON.writeBytes(JSON.object()
                        .add("access_token", sign("oauth-id-jag+jwt", claims))
                        .add("issued_token_type", "urn:ietf:params:oauth:token-type:id-jag")
                        .add("token_type", "N_A")
                        .add("expires_in", 300)
                        .build()));
    }

    private JsonObjectBuilder claims(String audience) {
        long now = Instant.now().getEpochSecond();
        return JSON.object()
                .add("iss", issuer().value())
                .add("aud", audience)
                .add("iat", now)
                .add("exp", now + 300)
                .add("jti", UUID.randomUUID().toString());
    }

    private String sign(String type, JsonObjectBuilder claims) {
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), key, type).sign(claims.build());
    }

    private void json(String path, String body) {
        server.serve(
                path, request -> LoopbackServer.answer(200, "application/json", body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String value(String form, String name) {
        return Stream.of(form.split("&", -1))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.close();
    }
}
