package org.mcpoauth.server.authorization.openid;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.AuthorizationCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.server.authorization.key.TokenSigner;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.json.StrictJson;

/** Writes ID tokens (OpenID Connect Core 1.0, sections 2 and 3.1.3.6). */
public final class IdTokens {
    /** The scope that asks for one. */
    public static final String SCOPE = "openid";
    /** The {@code typ} of the header. */
    public static final String TYPE = "JWT";

    private final Issuer issuer;
    private final Duration lifetime;
    private final TokenSigner signer;
    private final Subjects subjects;
    private final StrictJson json;
    private final InstantSource clock;

    /**
     * Writes the tokens of a server.
     *
     * @param issuer who says who the user is
     * @param lifetime how long a client may take the token
     * @param signer signs tokens of {@link #TYPE}
     * @param subjects name users
     * @param json builds claims
     * @param clock tells when
     */
    public IdTokens(
            Issuer issuer,
            Duration lifetime,
            TokenSigner signer,
            Subjects subjects,
            StrictJson json,
            InstantSource clock) {
        this.issuer = issuer;
        this.lifetime = lifetime;
        this.signer = signer;
        this.subjects = subjects;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The ID token that comes with other tokens.
     *
     * @param client who redeemed the code
     * @param code the code, with the login it stands for
     * @param tokens what was issued for it
     * @return the token, empty if the user granted none
     */
    public Optional<Secret> of(Client client, AuthorizationCode code, IssuedTokens tokens) {
        return code.scopes().contains(SCOPE)
                ? Optional.of(Secret.of(signer.sign(algorithm -> claims(client, code, tokens, algorithm))))
                : Optional.empty();
    }

    private JsonObject claims(Client client, AuthorizationCode code, IssuedTokens tokens, JwsAlgorithm algorithm) {
        Instant now = clock.instant();
        JsonObjectBuilder claims = json.object()
                .add("iss", issuer.value())
                .add("sub", subjects.of(client, code.subject()))
                .add("aud", client.clientId())
                .add("azp", client.clientId())
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(lifetime).getEpochSecond())
                .add("at_hash", hash(tokens.accessToken(), algorithm));
        Optional.ofNullable(code.nonce()).ifPresent(nonce -> claims.add("nonce", nonce));
        Optional.ofNullable(code.authenticatedAt()).ifPresent(time -> claims.add("auth_time", time.getEpochSecond()));
        Optional.ofNullable(code.acr()).ifPresent(acr -> claims.add("acr", acr));
        return claims.build();
    }

    /** Section 3.1.3.6: the left half of the digest that belongs to the signature of the token. */
    private static String hash(Secret accessToken, JwsAlgorithm algorithm) {
        byte[] digest = digest(algorithm).digest(accessToken.reveal().getBytes(StandardCharsets.US_ASCII));
        return Base64Url.encode(Arrays.copyOf(digest, digest.length / 2));
    }

    /** Ed25519 hashes with SHA-512 (RFC 8032, section 5.1). */
    private static MessageDigest digest(JwsAlgorithm algorithm) {
        String name = switch (algorithm) {
            case RS256, PS256, ES256 -> "SHA-256";
            case RS384, PS384, ES384 -> "SHA-384";
            case RS512, PS512, ES512, EDDSA, ED25519 -> "SHA-512";
        };
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform has no " + name, e);
        }
    }
}
