package org.mcpoauth.server.authorization;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** An OpenID Connect issuer that says what a test wants it to. */
final class UpstreamIssuer {
    static final String ISSUER = "https://192.0.2.8/realm";
    static final String CLIENT_ID = "broker";

    private final TestServer server;
    private final StrictJson json = StrictJson.create();
    private SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private String idToken = "";

    UpstreamIssuer(TestServer server) {
        this.server = server;
        publish(ISSUER, true);
        publishKey();
    }

    /** Publishes metadata that name an issuer. */
    void publish(String issuer, boolean sendsIssuer) {
        publish(metadata(issuer, sendsIssuer));
    }

    /** Publishes what it can ask users. */
    void publishPrompts(String... prompts) {
        publish(metadata(ISSUER, true).add("prompt_values_supported", json.array(List.of(prompts))));
    }

    private void publish(JsonObjectBuilder metadata) {
        server.transport.putJson(
                "https://192.0.2.8/.well-known/oauth-authorization-server/realm", json.write(metadata.build()));
    }

    private JsonObjectBuilder metadata(String issuer, boolean sendsIssuer) {
        return json.object()
                .add("issuer", issuer)
                .add("authorization_endpoint", ISSUER + "/authorize?tenant=1")
                .add("token_endpoint", ISSUER + "/token")
                .add("jwks_uri", ISSUER + "/jwks")
                .add("response_types_supported", json.array(List.of("code")))
                .add("authorization_response_iss_parameter_supported", sendsIssuer);
    }

    /** Takes another key and publishes it. */
    void rotateKey() {
        forgetKey();
        publishKey();
    }

    /** Takes another key and tells nobody. */
    void forgetKey() {
        key = SigningKey.generate(JwsAlgorithm.ES256);
    }

    private void publishKey() {
        server.transport.putJson(
                ISSUER + "/jwks",
                json.write(JwkSet.of(List.of(key.verificationKey())).write(json)));
    }

    /** Answers the token request with an ID token of these claims, changed. */
    void answer(String nonce, UnaryOperator<JsonObjectBuilder> change) {
        long now = server.clock.instant().getEpochSecond();
        JsonObjectBuilder claims = json.object()
                .add("iss", ISSUER)
                .add("aud", CLIENT_ID)
                .add("sub", "248289")
                .add("nonce", nonce)
                .add("iat", now)
                .add("exp", now + 300);
        answerWith(JwsSigner.ofTokens(json, JcaSignatures.platform(), key, "JWT")
                .sign(change.apply(claims).build()));
    }

    /** Answers the token request with this ID token. */
    void answerWith(String text) {
        idToken = text;
        server.transport.putJson(
                ISSUER + "/token",
                json.write(json.object()
                        .add("access_token", "upstream-access-token")
                        .add("refresh_token", "upstream-refresh-token")
                        .add("token_type", "Bearer")
                        .add("id_token", text)
                        .build()));
    }

    /** The ID token of the last answer. */
    String idToken() {
        return idToken;
    }

    /** Answers the token request with a status. */
    void answerStatus(int status, String body) {
        server.transport.put(ISSUER + "/token", status, Map.of("Content-Type", List.of("application/json")), body);
    }
}
