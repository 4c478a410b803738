package org.mcpoauth.spi.support.jose;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.StrictJson;

/** Reads and writes single JWKs of type RSA, EC and OKP with Ed25519 (RFC 7517; RFC 7518, section 6; RFC 8037). */
public final class Jwk {
    private Jwk() {}

    /**
     * Reads a public key.
     *
     * @param jwk the JWK; members that are not known are ignored
     * @return the key
     * @throws MalformedException with {@code KEY} or {@code SYNTAX} if it is of another type, weak or
     *     invalid, not for verifying signatures, or holds a private or symmetric key
     */
    public static VerificationKey publicKey(JsonObject jwk) throws MalformedException {
        JwkMembers members = new JwkMembers(jwk);
        if (members.hasSecret()) {
            throw JwkMembers.refused("the JWK holds a secret");
        }
        members.requireOperation("verify");
        return VerificationKey.of(publicHalf(members), members.optionalText("kid"), members.algorithm());
    }

    /**
     * Reads a private key.
     *
     * @param jwk the JWK with its private members
     * @param algorithm what to sign with if the JWK has no {@code alg}, {@code null} if it must have one
     * @return the key; its {@code kid} is that of the JWK, else its thumbprint
     * @throws MalformedException if it is of another type, weak or invalid, not for signing, or names
     *     another algorithm or none
     */
    public static SigningKey signingKey(JsonObject jwk, @Nullable JwsAlgorithm algorithm) throws MalformedException {
        JwkMembers members = new JwkMembers(jwk);
        members.requireOperation("sign");
        JwsAlgorithm own = members.algorithm();
        JwsAlgorithm chosen = own == null ? algorithm : own;
        if (chosen == null || (algorithm != null && algorithm != chosen)) {
            throw JwkMembers.refused("the JWK names another algorithm or none");
        }
        return SigningKey.of(privateHalf(members), publicHalf(members), members.optionalText("kid"), chosen);
    }

    /**
     * Whether a JWK holds a private or symmetric key, for those who must not take one.
     *
     * @param jwk the JWK
     * @return {@code true} if a private member is there or the type is {@code oct}
     */
    public static boolean holdsSecret(JsonObject jwk) {
        return new JwkMembers(jwk).hasSecret() || "oct".equals(jwk.getString("kty", ""));
    }

    /**
     * Writes a public key with {@code use}, and with {@code kid} and {@code alg} if it has them.
     *
     * @param key the key
     * @param json builds the object
     * @return the JWK
     */
    public static JsonObject write(VerificationKey key, StrictJson json) {
        JsonObjectBuilder jwk = json.object();
        key.requiredMembers().forEach(jwk::add);
        jwk.add("use", "sig");
        if (key.keyId() != null) {
            jwk.add("kid", key.keyId());
        }
        if (key.algorithm() != null) {
            jwk.add("alg", key.algorithm().wireName());
        }
        return jwk.build();
    }

    private static PublicKey publicHalf(JwkMembers members) throws MalformedException {
        try {
            return switch (members.text("kty")) {
                case "RSA" ->
                    factory("RSA").generatePublic(new RSAPublicKeySpec(members.integer("n"), members.integer("e")));
                case "EC" -> factory("EC").generatePublic(point(members));
                case "OKP" -> factory("EdDSA").generatePublic(edwardsPoint(members));
                default -> throw JwkMembers.refused("unknown type of JWK");
            };
        } catch (GeneralSecurityException e) {
            throw JwkMembers.refused("the JWK is not a valid key");
        }
    }

    private static PrivateKey privateHalf(JwkMembers members) throws MalformedException {
        try {
            return switch (members.text("kty")) {
                case "RSA" -> factory("RSA").generatePrivate(rsaPrivate(members));
                case "EC" -> factory("EC").generatePrivate(scalar(members));
                case "OKP" ->
                    factory("EdDSA")
                            .generatePrivate(new EdECPrivateKeySpec(
                                    NamedParameterSpec.ED25519, members.octets("d", Ed25519.KEY_SIZE)));
                default -> throw JwkMembers.refused("unknown type of JWK");
            };
        } catch (GeneralSecurityException e) {
            throw JwkMembers.refused("the JWK is not a valid key");
        }
    }

    /** RFC 7518, section 6.2.1: coordinates have the full width of the curve. */
    private static ECPublicKeySpec point(JwkMembers members) throws MalformedException {
        EcCurve curve = curve(members);
        BigInteger x = UnsignedInteger.read(members.octets("x", curve.size()));
        BigInteger y = UnsignedInteger.read(members.octets("y", curve.size()));
        ECPoint point = new ECPoint(x, y);
        if (!curve.contains(point)) {
            throw JwkMembers.refused("point not on its curve");
        }
        return new ECPublicKeySpec(point, curve.parameters());
    }

    private static ECPrivateKeySpec scalar(JwkMembers members) throws MalformedException {
        EcCurve curve = curve(members);
        BigInteger d = UnsignedInteger.read(members.octets("d", curve.size()));
        if (!curve.isScalar(d)) {
            throw JwkMembers.refused("private key out of range");
        }
        return new ECPrivateKeySpec(d, curve.parameters());
    }

    private static EcCurve curve(JwkMembers members) throws MalformedException {
        return EcCurve.named(members.text("crv")).orElseThrow(() -> JwkMembers.refused("unknown curve"));
    }

    private static EdECPublicKeySpec edwardsPoint(JwkMembers members) throws MalformedException {
        if (!members.text("crv").equals("Ed25519")) {
            throw JwkMembers.refused("unknown curve");
        }
        return new EdECPublicKeySpec(NamedParameterSpec.ED25519, Ed25519.decode(members.octets("x", Ed25519.KEY_SIZE)));
    }

    /** RFC 7518, section 6.3.2: all members of the Chinese remainder form, or {@code d} alone. */
    private static KeySpec rsaPrivate(JwkMembers members) throws MalformedException {
        if (members.has("oth")) {
            throw JwkMembers.refused("RSA keys of more than two primes are not supported");
        }
        if (!members.has("p")) {
            return new RSAPrivateKeySpec(members.integer("n"), members.integer("d"));
        }
        return new RSAPrivateCrtKeySpec(
                members.integer("n"),
                members.integer("e"),
                members.integer("d"),
                members.integer("p"),
                members.integer("q"),
                members.integer("dp"),
                members.integer("dq"),
                members.integer("qi"));
    }

    private static KeyFactory factory(String name) throws GeneralSecurityException {
        return KeyFactory.getInstance(name);
    }
}
