package org.mcpoauth.server.authorization;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.ProofMaker;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** A client of a test server that proves its DPoP key, and remembers the nonce it was given last. */
final class ProvingClient {
    /** Where it sends its token requests. */
    static final String TOKEN_ENDPOINT = TestServer.ISSUER + "/oauth/token";

    private final TestServer server;
    private final ProofMaker key;
    private String nonce = "";

    ProvingClient(TestServer server) {
        this.server = server;
        this.key = new ProofMaker(server.clock);
    }

    String thumbprint() {
        return key.thumbprint();
    }

    ProofMaker key() {
        return key;
    }

    String nonce() {
        return nonce;
    }

    /** The right claims for a token request (RFC 9449, section 4.2). */
    JsonObjectBuilder claims() {
        JsonObjectBuilder claims = server.json
                .object()
                .add("jti", UUID.randomUUID().toString())
                .add("htm", "POST")
                .add("htu", TOKEN_ENDPOINT)
                .add("iat", server.clock.instant().getEpochSecond());
        return nonce.isEmpty() ? claims : claims.add("nonce", nonce);
    }

    String proof() {
        return proof(UnaryOperator.identity());
    }

    String proof(UnaryOperator<JsonObjectBuilder> change) {
        return key.sign(key.header().build(), change.apply(claims()).build());
    }

    /** Sends a token request with a fresh proof, and once more when only the nonce was not fresh. */
    EndpointResponse token(String... namesAndValues) {
        EndpointResponse response = send(proof(), namesAndValues);
        boolean isNonceOld = response.status() == 400 && server.error(response).equals("use_dpop_nonce");
        return isNonceOld ? send(proof(), namesAndValues) : response;
    }

    /** Sends a token request with any proof. */
    EndpointResponse send(String proof, String... namesAndValues) {
        return sendLines(List.of(proof), namesAndValues);
    }

    EndpointResponse sendLines(List<String> proofs, String... namesAndValues) {
        return sendLines(proofs, null, namesAndValues);
    }

    EndpointResponse sendLines(List<String> proofs, @Nullable X509Certificate certificate, String... namesAndValues) {
        EndpointResponse response = server.send(
                "POST",
                TestServer.BASE + "/token",
                null,
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded"), "DPoP", proofs),
                TestServer.form(namesAndValues),
                certificate);
        nonce = response.headers().firstValue("DPoP-Nonce").orElse(nonce);
        return response;
    }

    EndpointResponse redeem(String clientId, String code) {
        return token(redemption(clientId, code));
    }

    static String[] redemption(String clientId, String code) {
        return new String[] {
            "grant_type",
            "authorization_code",
            "client_id",
            clientId,
            "code",
            code,
            "redirect_uri",
            TestServer.REDIRECT_URI,
            "code_verifier",
            TestServer.VERIFIER,
            "resource",
            TestServer.RESOURCE
        };
    }

    EndpointResponse refresh(String clientId, String refreshToken) {
        return token("grant_type", "refresh_token", "client_id", clientId, "refresh_token", refreshToken);
    }

    /** The {@code cnf.jkt} of an access token, empty when it is not bound. */
    String boundTo(JsonObject tokens) {
        JsonObject cnf = Jwt.claims(server, tokens.getString("access_token")).getJsonObject("cnf");
        return cnf == null ? "" : cnf.getString("jkt");
    }
}
