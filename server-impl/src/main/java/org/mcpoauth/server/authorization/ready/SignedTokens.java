package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.server.authorization.key.TokenSigner;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.StrictJson;

/** Access tokens as signed JWTs (RFC 9068), which resources read without us. */
final class SignedTokens implements TokenForm {
    private static final String TYPE = "at+jwt";

    private final Issuer issuer;
    private final KeyRing keys;
    private final TokenSigner signer;
    private final JwsParser parser;
    private final JwsVerifier verifier;

    SignedTokens(Issuer issuer, KeyRing keys, JcaSignatures signatures, StrictJson json) {
        this.issuer = issuer;
        this.keys = keys;
        this.signer = new TokenSigner(keys, signatures, json, TYPE);
        this.parser = JwsParser.ofTokens(json);
        this.verifier = new JwsVerifier(signatures, JwsAlgorithm.all());
    }

    @Override
    public Secret write(JsonObject claims, Duration lifetime) {
        return Secret.of(signer.sign(claims));
    }

    /** Nobody knows it, and nothing is kept. */
    @Override
    public void forget(Secret token) {}

    @Override
    public @Nullable JwtClaims read(Secret token) throws MalformedException {
        CompactJws jws = parser.parse(token.reveal());
        JwtClaims claims = parser.claims(jws);
        return isOurs(jws, claims) ? claims : null;
    }

    private boolean isOurs(CompactJws jws, JwtClaims claims) throws MalformedException {
        String keyId = jws.header().keyId();
        return jws.header().hasType(TYPE)
                && keyId != null
                && issuer.value().equals(claims.text("iss"))
                && verifier.verify(jws, keys.verificationKeys().candidates(keyId, verifier.algorithm(jws.header())));
    }
}
