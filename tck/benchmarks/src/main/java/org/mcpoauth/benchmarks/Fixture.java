package org.mcpoauth.benchmarks;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * One issuer with one key, and access tokens of it as real issuers make them: a header with type and key
 * identifier, eighteen claims in about 600 bytes.
 */
final class Fixture {
    static final String ISSUER = "http://127.0.0.1:7000/realms/acme";
    static final String AUDIENCE = "http://127.0.0.1:8080/mcp";
    static final String SCOPE = "openid profile mcp:tools notes:read notes:write";
    static final StrictJson JSON = StrictJson.create();

    private static final String TYPE = "at+jwt";
    private static final Duration LIFETIME = Duration.ofHours(6);
    private static final String SECRET = new RandomIds().next();

    private final Algorithm algorithm;
    private final @Nullable SigningKey key;
    private final JcaSignatures signatures;

    private Fixture(Algorithm algorithm, @Nullable SigningKey key, JcaSignatures signatures) {
        this.algorithm = algorithm;
        this.key = key;
        this.signatures = signatures;
    }

    static Fixture of(Algorithm algorithm) {
        return signedWith(algorithm, null);
    }

    /** The same with a named JCA provider to sign with. */
    static Fixture signedWith(Algorithm algorithm, @Nullable String provider) {
        SigningKey key = algorithm.signature().map(SigningKey::generate).orElse(null);
        return new Fixture(algorithm, key, new JcaSignatures(provider));
    }

    Algorithm algorithm() {
        return algorithm;
    }

    /** The key that signs; HS256 has none. */
    SigningKey key() {
        if (key == null) {
            throw new IllegalStateException("no key pair for " + algorithm);
        }
        return key;
    }

    PublicKey publicKey() {
        return key().verificationKey().publicKey();
    }

    String keyId() {
        String id = key == null ? null : key.verificationKey().keyId();
        return id == null ? "secret" : id;
    }

    /** The key of HS256: ASCII of 43 octets. */
    byte[] secret() {
        return SECRET.getBytes(StandardCharsets.US_ASCII);
    }

    /** The JWK Set that the issuer publishes. */
    String keySet() {
        return JSON.write(JwkSet.of(List.of(key().verificationKey())).write(JSON));
    }

    String goodToken() {
        return token(claims -> claims);
    }

    String expiredToken() {
        return token(claims ->
                claims.add("exp", Instant.now().minus(Duration.ofHours(1)).getEpochSecond()));
    }

    String tokenForAnotherResource() {
        return token(claims -> claims.add("aud", JSON.array(List.of("http://127.0.0.1:8080/other", "account"))));
    }

    /** A token of this issuer and a good signature, whose key is not in the set. */
    String tokenOfUnknownKey() {
        JwsAlgorithm signature = algorithm.signature().orElseThrow();
        return new Fixture(algorithm, SigningKey.generate(signature), signatures).goodToken();
    }

    /** The good token with one character of the claims changed, which stays JSON of the same length. */
    String tamperedToken() {
        String good = goodToken();
        int first = good.indexOf('.') + 1;
        int second = good.indexOf('.', first);
        String claims = new String(decoded(good.substring(first, second)), StandardCharsets.UTF_8);
        String changed = claims.replace("notes:write", "notes:wrote");
        return good.substring(0, first)
                + Base64Url.encode(changed.getBytes(StandardCharsets.UTF_8))
                + good.substring(second);
    }

    String token(UnaryOperator<JsonObjectBuilder> change) {
        return key == null ? withMac(change.apply(claims()).build()) : signer().sign(utf8(claimsText(change)));
    }

    /** Signs like this issuer. */
    JwsSigner signer() {
        return JwsSigner.ofTokens(JSON, signatures, key(), TYPE);
    }

    /** The claims as they stand in a token. */
    String claimsText(UnaryOperator<JsonObjectBuilder> change) {
        return JSON.write(change.apply(claims()).build());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObjectBuilder claims() {
        Instant now = Instant.now();
        return JSON.object()
                .add("iss", ISSUER)
                .add("aud", JSON.array(List.of(AUDIENCE, "account")))
                .add("sub", "5d0c8e9e-7a3b-4c83-9a55-0b1ad9c0f2c4")
                .add("client_id", "6f1c2b7e-inspector")
                .add("azp", "6f1c2b7e-inspector")
                .add("iat", now.getEpochSecond())
                .add("nbf", now.getEpochSecond())
                .add("exp", now.plus(LIFETIME).getEpochSecond())
                .add("auth_time", now.minusSeconds(30).getEpochSecond())
                .add("jti", "2f6f3d9c-6b1f-4b5e-8a60-9f8d5b1a7c21")
                .add("sid", "b0c5a8f2-52f5-4b5d-bb0e-1d4b8f5a9e77")
                .add("acr", "1")
                .add("scope", SCOPE)
                .add("email", "alice.example@corp.example.com")
                .add("email_verified", true)
                .add("name", "Alice Example")
                .add("groups", JSON.array(List.of("staff", "engineering")))
                .add("act", JSON.object().add("sub", "gateway.corp.example.com"));
    }

    private String withMac(JsonObject claims) {
        JsonObject header = JSON.object()
                .add("alg", algorithm.wireName())
                .add("typ", TYPE)
                .add("kid", keyId())
                .build();
        String input = Base64Url.encode(JSON.writeBytes(header)) + "." + Base64Url.encode(JSON.writeBytes(claims));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret(), "HmacSHA256"));
            return input + "." + Base64Url.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decoded(String part) {
        try {
            return Base64Url.decode(part);
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
