package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.RequestStateCodec.Origin;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.codec.Sha256;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * What stands inside a sealed {@code requestState}: whose request it belongs to, which one, at which
 * server and until when (MCP 2026-07-28, "Multi Round-Trip Requests", security considerations).
 */
final class RequestStateEnvelope {
    private static final int VERSION = 1;
    private static final int DIGEST_LENGTH = 16;
    private static final int SALT_LENGTH = 8;
    private static final Duration MAX_AHEAD = Duration.ofSeconds(60);

    private final StrictJson json;
    private final RandomIds random;
    private final String audience;
    private final boolean keyBound;
    private final @Nullable String key;

    /**
     * Envelopes of one server.
     *
     * @param keyBound whether the DPoP key of a request is a part of it
     */
    RequestStateEnvelope(StrictJson json, RandomIds random, String audience, boolean keyBound) {
        this(json, random, audience, keyBound, null);
    }

    private RequestStateEnvelope(
            StrictJson json, RandomIds random, String audience, boolean keyBound, @Nullable String key) {
        this.json = json;
        this.random = random;
        this.audience = audience;
        this.keyBound = keyBound;
        this.key = key;
    }

    boolean isKeyBound() {
        return keyBound;
    }

    /** The envelopes of requests with a DPoP key, or with none. */
    RequestStateEnvelope forKey(@Nullable String thumbprint) {
        return new RequestStateEnvelope(json, random, audience, keyBound, thumbprint);
    }

    JsonObject write(Origin origin, String state, Instant now, Duration ttl) {
        JsonObjectBuilder envelope = json.object()
                .add("v", VERSION)
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(ttl).getEpochSecond())
                .add("m", origin.method())
                .add("t", origin.target())
                .add("a", argumentsDigest(origin))
                .add("aud", audience)
                .add("s", state);
        TokenPrincipal principal = origin.principal();
        if (principal != null) {
            envelope.add("p", principalTag(principal, random.bytes(SALT_LENGTH)));
        }
        if (key != null) {
            envelope.add("k", key);
        }
        return envelope.build();
    }

    /** Why the envelope does not belong to the request; empty if it does. */
    Optional<String> fault(JsonObject envelope, Origin origin, Instant now) throws MalformedException {
        JwtClaims members = new JwtClaims(envelope);
        if (envelope.getInt("v", 0) != VERSION) {
            return Optional.of("VERSION");
        }
        if (members.requiredTime("iat").isAfter(now.plus(MAX_AHEAD))) {
            return Optional.of("FUTURE");
        }
        if (!now.isBefore(members.requiredTime("exp"))) {
            return Optional.of("EXPIRED");
        }
        boolean isSameRequest = origin.method().equals(members.requiredText("m"))
                && origin.target().equals(envelope.getString("t", null))
                && argumentsDigest(origin).equals(members.requiredText("a"));
        if (!isSameRequest) {
            return Optional.of("REQUEST");
        }
        if (!audience.equals(members.requiredText("aud"))) {
            return Optional.of("AUDIENCE");
        }
        if (!isSamePrincipal(members.text("p"), origin.principal())) {
            return Optional.of("PRINCIPAL");
        }
        return Objects.equals(members.text("k"), key) ? Optional.empty() : Optional.of("KEY");
    }

    private boolean isSamePrincipal(@Nullable String tag, @Nullable TokenPrincipal principal)
            throws MalformedException {
        if (tag == null || principal == null) {
            return tag == null && principal == null;
        }
        byte[] salt = Arrays.copyOf(Base64Url.decode(tag), SALT_LENGTH);
        return MessageDigest.isEqual(Base64Url.decode(tag), Base64Url.decode(principalTag(principal, salt)));
    }

    /** A salt, so that two states do not tell whether they belong to one principal. */
    private static String principalTag(TokenPrincipal principal, byte[] salt) {
        byte[] digest = Sha256.digest(concat(salt, PrincipalDigest.bytes(principal)));
        return Base64Url.encode(concat(salt, Arrays.copyOf(digest, DIGEST_LENGTH)));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private static String argumentsDigest(Origin origin) {
        byte[] digest = Sha256.digest(CanonicalJson.bytes(origin.arguments()));
        return Base64Url.encode(Arrays.copyOf(digest, DIGEST_LENGTH));
    }
}
