package org.mcpoauth.server;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.Jwk;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.json.StrictJson;

/** A client that makes DPoP proofs (RFC 9449, section 4.2), right ones and others. */
public final class ProofMaker {
    private static final StrictJson JSON = StrictJson.create();

    private final SigningKey key;
    private final InstantSource clock;

    /** A client with a new key. */
    public ProofMaker(JwsAlgorithm algorithm, InstantSource clock) {
        this.key = SigningKey.generate(algorithm);
        this.clock = clock;
    }

    /** A client with a new key on P-256. */
    public ProofMaker(InstantSource clock) {
        this(JwsAlgorithm.ES256, clock);
    }

    /** The thumbprint of its key. */
    public String thumbprint() {
        return key.verificationKey().thumbprint();
    }

    /** What binds a token to its key: the claim {@code cnf}. */
    public JsonObjectBuilder cnf() {
        return JSON.object().add("jkt", thumbprint());
    }

    /** Its public key. */
    public JsonObjectBuilder jwk() {
        JsonObjectBuilder jwk = JSON.object(Jwk.write(key.verificationKey(), JSON));
        return jwk.remove("use").remove("kid").remove("alg");
    }

    /** The right header. */
    public JsonObjectBuilder header() {
        return JSON.object()
                .add("typ", "dpop+jwt")
                .add("alg", key.algorithm().wireName())
                .add("jwk", jwk());
    }

    /** The right claims for a request. */
    public JsonObjectBuilder claims(String method, String url, String token) {
        return JSON.object()
                .add("jti", UUID.randomUUID().toString())
                .add("htm", method)
                .add("htu", url)
                .add("iat", clock.instant().getEpochSecond())
                .add("ath", Sha256.base64Url(token));
    }

    /** A right proof. */
    public String proof(String method, String url, String token) {
        return proof(method, url, token, claims -> claims);
    }

    /** A proof with other claims. */
    public String proof(String method, String url, String token, UnaryOperator<JsonObjectBuilder> change) {
        return sign(header().build(), change.apply(claims(method, url, token)).build());
    }

    /** Any header and any claims, signed with its key. */
    public String sign(JsonObject header, JsonObject claims) {
        return sign(JSON.write(header), JSON.write(claims));
    }

    /** Any texts, signed with its key. */
    public String sign(String header, String claims) {
        String input = encoded(header) + "." + encoded(claims);
        return input + "." + Base64Url.encode(signature(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] input) {
        try {
            Signature signature = signature();
            signature.initSign(key.privateKey());
            signature.update(input);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 7518, section 3.1, in the terms of the JCA. */
    private Signature signature() throws GeneralSecurityException {
        String name = key.algorithm().wireName();
        String bits = name.substring(2);
        return switch (name.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            case "PS" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                String hash = "SHA-" + bits;
                pss.setParameter(
                        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1));
                yield pss;
            }
            default -> Signature.getInstance("Ed25519");
        };
    }

    /** The header lines of a request with a token and a proof. */
    public Map<String, String> headers(String token, String proof) {
        return Map.of("Authorization", "DPoP " + token, "DPoP", proof);
    }

    private static String encoded(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }
}
