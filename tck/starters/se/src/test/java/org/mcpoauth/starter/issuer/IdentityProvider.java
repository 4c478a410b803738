package org.mcpoauth.starter.issuer;

import jakarta.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsSigner;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * An identity provider that the nodes trust. It signs with the key of their site, which all processes of a test have.
 *
 * @param key the key
 */
record IdentityProvider(RSAPrivateCrtKey key) {
    private static final String NAME = "https://idp.example";
    private static final String KEY_ID = "idp-1";
    private static final int LIFETIME_SECONDS = 300;

    /** Reads the key of a site. */
    static IdentityProvider of(Secret pem) {
        String base64 =
                pem.reveal().replace("-----BEGIN PRIVATE KEY-----", "").replace("-----END PRIVATE KEY-----", "");
        try {
            return new IdentityProvider((RSAPrivateCrtKey) KeyFactory.getInstance("RSA")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a node has to know of it. */
    AssertionIssuer trusted() {
        try {
            PublicKey half = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return AssertionIssuer.of(Issuer.of(NAME))
                    .withKeys(List.of(new VerificationKey(half, KEY_ID, JwsAlgorithm.RS256.wireName())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An assertion for the client of the deployer. */
    String assertion(String jwtId) {
        long now = Instant.now().getEpochSecond();
        return JwsSigner.ofTokens(
                        StrictJson.create(),
                        JcaSignatures.platform(),
                        key,
                        JwsAlgorithm.RS256,
                        KEY_ID,
                        "oauth-id-jag+jwt")
                .sign(Json.createObjectBuilder()
                        .add("iss", NAME)
                        .add("aud", IssuerNode.ISSUER)
                        .add("sub", "alice")
                        .add("client_id", IssuerNode.CLIENT)
                        .add("resource", IssuerNode.RESOURCE)
                        .add("scope", IssuerNode.SCOPE)
                        .add("jti", jwtId)
                        .add("iat", now)
                        .add("exp", now + LIFETIME_SECONDS)
                        .build());
    }

    /** Gives the type only. */
    @Override
    public String toString() {
        return "IdentityProvider";
    }
}
