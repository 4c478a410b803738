package org.mcpoauth.starter.refusal;

import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.BindingRules;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.ScopeRules;
import org.mcpoauth.spi.resource.SessionBinding;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.resource.UserAuthentication;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** For each reason of a refusal a resource and a request that is refused for it. */
final class Reasons {
    static final String RESOURCE = "http://127.0.0.1/mcp";
    static final String ISSUER = "http://127.0.0.1:7000";
    static final String PING = message("ping", "");

    private static final StrictJson JSON = StrictJson.create();

    private final SigningKey key = SigningKey.generate(JwsAlgorithm.ES256);
    private final SigningKey clientKey = SigningKey.generate(JwsAlgorithm.ES256);
    private final Instant now = Clock.systemUTC().instant();

    /** What provokes a refusal: configuration, request, and the status of the answer. */
    record Provocation(
            UnaryOperator<ResourceServerConfiguration.Builder> configuration,
            UnaryOperator<HttpRequest.Builder> request,
            int status) {

        Provocation with(UnaryOperator<ResourceServerConfiguration.Builder> other) {
            return new Provocation(other, request, status);
        }

        Provocation answered(int other) {
            return new Provocation(configuration, request, other);
        }
    }

    ResourceServerConfiguration configuration(UnaryOperator<ResourceServerConfiguration.Builder> change) {
        VerificationKey published = new VerificationKey(
                key.verificationKey().publicKey(),
                String.valueOf(key.verificationKey().keyId()),
                "ES256");
        return change.apply(ResourceServerConfiguration.builder(ResourceIdentifier.of(RESOURCE), List.of())
                        .issuers(List.of(TrustedIssuer.of(Issuer.of(ISSUER)).withKeys(List.of(published)))))
                .build();
    }

    /** No reason is left out: the compiler says so. */
    Provocation of(RejectionReason reason) {
        return switch (reason) {
            case NO_TOKEN -> new Provocation(it -> it, it -> it, 401);
            case MALFORMED_REQUEST -> new Provocation(it -> it, it -> it.header("Authorization", "Bearer"), 400);
            case TOO_LARGE -> bearer("A".repeat(17 << 10));
            case MALFORMED -> bearer(token() + ".more");
            case HEADER -> bearer(withHeader("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"crit\":[\"x\"],\"x\":1}"));
            case TYPE -> bearer(token(key, "dpop+jwt", it -> it));
            case ALGORITHM -> bearer(withHeader("{\"alg\":\"none\",\"typ\":\"at+jwt\"}"));
            case ISSUER -> bearer(token(it -> it.add("iss", "https://other.example")));
            case KEY -> bearer(token(SigningKey.generate(JwsAlgorithm.ES256), "at+jwt", it -> it));
            case AUDIENCE -> bearer(token(it -> it.add("aud", "https://other.example")));
            case EXPIRED -> bearer(token(it -> it.add("exp", 1)));
            case NOT_YET_VALID -> bearer(token(it -> it.add("nbf", now.getEpochSecond() + 300)));
            case TOO_OLD ->
                bearer(token(it -> it.add("iat", now.getEpochSecond() - 3600)))
                        .with(it -> it.token(TokenRules.DEFAULT.withMaxAge(Duration.ofMinutes(5))));
            case CLAIMS -> bearer(token(it -> it.remove("exp")));
            case SIGNATURE -> bearer(token().substring(0, token().lastIndexOf('.') + 1) + "A".repeat(86));
            case INACTIVE -> bearer("opaque");
            case CONTAINER ->
                bearer(token())
                        .with(it -> it.issuers(List.of(TrustedIssuer.of(Issuer.of(ISSUER))))
                                .form(TokenForm.CONTAINER)
                                .containerTokens(request -> null));
            case SENDER_CONSTRAINT -> bearer(bound());
            case DPOP_PROOF -> proven(it -> it.add("htm", "GET"));
            case DPOP_NONCE -> proven(it -> it).with(it -> it.dpop(DpopPolicy.DEFAULT.withNonceRequired(true)));
            case PRINCIPAL ->
                bearer(token(it -> it.remove("client_id")))
                        .with(it -> it.bindings(BindingRules.DEFAULT.withSessions(SessionBinding.STRICT)));
            case USER_AUTHENTICATION ->
                bearer(token()).with(it -> it.userAuthentication(UserAuthentication.ANY.withAcrValues(List.of("mfa"))));
            case SCOPE ->
                bearer(token())
                        .with(it -> it.scopes(ScopeRules.DEFAULT.withRequired(Scopes.of("write"))))
                        .answered(403);
            case ORIGIN -> more(it -> it.header("Origin", "https://elsewhere.example"), 403);
            case UNAVAILABLE -> bearer(token()).with(it -> it.enabled(false)).answered(503);
            case REQUEST_TOO_LARGE ->
                more(it -> it.POST(BodyPublishers.ofString(" ".repeat(2000))), 413)
                        .with(it -> it.maxBodyBytes(1000));
            case MESSAGE -> more(it -> it.POST(BodyPublishers.ofString("{")), 400);
            case SESSION -> more(it -> it.header("Mcp-Session-Id", "unknown-session"), 404);
            case TASK -> posted(message("tasks/get", "\"taskId\":\"unknown-task\""));
            case REQUEST_STATE -> posted(message("tools/call", "\"name\":\"ask\",\"requestState\":\"forged-state\""));
            case ROLE -> more(it -> it.PUT(BodyPublishers.ofString(PING)), 403);
        };
    }

    private Provocation bearer(String token) {
        return new Provocation(it -> it, it -> it.header("Authorization", "Bearer " + token), 401);
    }

    private Provocation more(UnaryOperator<HttpRequest.Builder> request, int status) {
        return new Provocation(it -> it, it -> request.apply(it.header("Authorization", "Bearer " + token())), status);
    }

    private Provocation posted(String body) {
        return more(it -> it.POST(BodyPublishers.ofString(body)), 200);
    }

    private Provocation proven(UnaryOperator<JsonObjectBuilder> change) {
        String token = bound();
        return new Provocation(
                it -> it, it -> it.header("Authorization", "DPoP " + token).header("DPoP", proof(token, change)), 401);
    }

    static String message(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }

    String token() {
        return token(it -> it);
    }

    /** A token that is bound to the key of the client (RFC 9449, section 6.1). */
    String bound() {
        return token(it -> it.add(
                "cnf", JSON.object().add("jkt", clientKey.verificationKey().thumbprint())));
    }

    String token(UnaryOperator<JsonObjectBuilder> change) {
        return token(key, "at+jwt", change);
    }

    /** A proof of the client for one request (RFC 9449, section 4.2). */
    String proof(String token, UnaryOperator<JsonObjectBuilder> change) {
        JsonObjectBuilder claims = JSON.object()
                .add("jti", UUID.randomUUID().toString())
                .add("htm", "POST")
                .add("htu", RESOURCE)
                .add("iat", now.getEpochSecond())
                .add("ath", Sha256.base64Url(token));
        return JwsSigner.ofProofs(JSON, JcaSignatures.platform(), clientKey)
                .sign(change.apply(claims).build());
    }

    private String token(SigningKey by, String type, UnaryOperator<JsonObjectBuilder> change) {
        JsonObjectBuilder claims = JSON.object()
                .add("iss", ISSUER)
                .add("aud", RESOURCE)
                .add("sub", "alice")
                .add("client_id", "client")
                .add("jti", UUID.randomUUID().toString())
                .add("iat", now.getEpochSecond())
                .add("exp", now.getEpochSecond() + 600);
        return JwsSigner.ofTokens(JSON, JcaSignatures.platform(), by, type)
                .sign(change.apply(claims).build());
    }

    private String withHeader(String header) {
        String good = token();
        return Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + good.substring(good.indexOf('.'));
    }
}
