package org.mcpoauth.client.scripted;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A DPoP proof whose signature was checked with the key in its header (RFC 9449, section 4.3), read by
 * means of the JDK alone.
 *
 * @param header the header
 * @param claims the claims
 */
public record Proof(JsonObject header, JsonObject claims) {
    private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The proof of a request, which must have exactly one. */
    public static Proof of(Received request) {
        List<String> values = request.headers().getOrDefault("dpop", List.of());
        if (values.size() != 1) {
            throw new AssertionError("expected one proof, got " + values.size());
        }
        return of(values.get(0));
    }

    public static Proof of(String compact) {
        String[] parts = compact.split("\\.", -1);
        JsonObject header = json(parts[0]);
        if (!isGenuine(header, (parts[0] + "." + parts[1]).getBytes(US_ASCII), bytes(parts[2]))) {
            throw new AssertionError("the signature of the proof is wrong");
        }
        return new Proof(header, json(parts[1]));
    }

    public String claim(String name) {
        return claims.getString(name, "");
    }

    /** RFC 7638, section 3, for EC, OKP and RSA keys. */
    public String thumbprint() {
        JsonObject jwk = header.getJsonObject("jwk");
        List<String> members = switch (jwk.getString("kty")) {
            case "EC" -> List.of("crv", "kty", "x", "y");
            case "OKP" -> List.of("crv", "kty", "x");
            default -> List.of("e", "kty", "n");
        };
        StringBuilder text = new StringBuilder("{");
        members.forEach(name ->
                text.append(text.length() > 1 ? "," : "").append("\"" + name + "\":\"" + jwk.getString(name) + "\""));
        return ScriptedAuthorizationServer.s256(text.append("}").toString());
    }

    private static boolean isGenuine(JsonObject header, byte[] input, byte[] signature) {
        try {
            Signature check = signature(header.getString("alg"));
            check.initVerify(key(header.getJsonObject("jwk")));
            check.update(input);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static Signature signature(String algorithm) throws GeneralSecurityException {
        String bits = algorithm.substring(2);
        return switch (algorithm.substring(0, 2)) {
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "PS" -> pss(bits);
            default -> Signature.getInstance("Ed25519");
        };
    }

    private static Signature pss(String bits) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("RSASSA-PSS");
        String hash = "SHA-" + bits;
        signature.setParameter(
                new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1));
        return signature;
    }

    private static PublicKey key(JsonObject jwk) throws GeneralSecurityException {
        return switch (jwk.getString("kty")) {
            case "EC" ->
                KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(
                                new ECPoint(number(jwk, "x"), number(jwk, "y")), curve(jwk.getString("crv"))));
            case "RSA" ->
                KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
            default -> KeyFactory.getInstance("Ed25519").generatePublic(ed25519(bytes(jwk.getString("x"))));
        };
    }

    private static ECParameterSpec curve(String name) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp" + name.substring(2) + "r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static X509EncodedKeySpec ed25519(byte[] point) {
        byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
        System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
        System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
        return new X509EncodedKeySpec(encoded);
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, bytes(jwk.getString(name)));
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static JsonObject json(String part) {
        try (JsonReader reader = Json.createReader(new StringReader(new String(bytes(part), UTF_8)))) {
            return reader.readObject();
        }
    }
}
