package org.mcpoauth.server.token;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.resource.TokenRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.JwtTimes;
import org.mcpoauth.spi.support.json.IndexedObject;

/**
 * The rules for the claims of an access token (RFC 9068, sections 2.2 and 4; RFC 7519, section 4.1). The
 * lenient profile also takes the other names of issuers that do not follow RFC 9068 for the client; both take
 * {@code scp} for the scopes.
 */
final class AccessTokenClaims {
    /** Of the standard, OpenID Connect, Entra ID and Okta; the first one present counts. */
    private static final List<String> CLIENT_NAMES = List.of("client_id", "azp", "appid", "cid");

    private final TokenRules rules;
    private final TokenProfile profile;
    private final JwtTimes times;
    private final TokenAge age;
    private final RoleClaims roles;

    AccessTokenClaims(ResourceServerConfiguration configuration, InstantSource clock) {
        this(configuration, configuration.token().profile(), clock);
    }

    /** Rules with another profile: what a profile of JWTs demands is not demanded of other tokens. */
    AccessTokenClaims(ResourceServerConfiguration configuration, TokenProfile profile, InstantSource clock) {
        this.rules = configuration.token();
        this.profile = profile;
        this.times = new JwtTimes(clock, rules.clockSkew());
        this.age = new TokenAge(clock, rules);
        this.roles = new RoleClaims(configuration.identity());
    }

    /**
     * Checks the claims and says what they mean.
     *
     * @throws TokenRejectedException if the token is not for this resource or not for now
     * @throws MalformedException if a claim is missing or of a wrong type
     */
    VerifiedToken check(JwtClaims claims, Issuer issuer, List<String> audiences) throws MalformedException {
        List<String> audience = claims.audience();
        if (Collections.disjoint(audiences, audience)) {
            throw new TokenRejectedException(RejectionReason.AUDIENCE);
        }
        Instant expiresAt = claims.requiredTime("exp");
        checkTimes(claims, expiresAt);
        if (profile == TokenProfile.RFC9068) {
            checkProfile(claims);
        }
        for (String name : rules.requiredClaims()) {
            requirePresent(claims, name);
        }
        Scopes scopes = scopes(claims);
        return new VerifiedToken(
                principal(claims, issuer),
                scopes,
                audience,
                expiresAt,
                roles.of(claims, scopes),
                null,
                claims.members());
    }

    private static void requirePresent(JwtClaims claims, String name) throws MalformedException {
        if (!claims.has(name) || claims.members().get(name) == JsonValue.NULL) {
            throw new MalformedException(Fault.CLAIM, "a claim is missing");
        }
    }

    private void checkTimes(JwtClaims claims, Instant expiresAt) throws MalformedException {
        switch (times.check(claims, expiresAt)) {
            case EXPIRED -> throw new TokenRejectedException(RejectionReason.EXPIRED);
            case NOT_YET_VALID -> throw new TokenRejectedException(RejectionReason.NOT_YET_VALID);
            case VALID -> age.check(claims);
        }
    }

    /** What nobody reads later; that subject and client are there is seen when they are read. */
    private static void checkProfile(JwtClaims claims) throws MalformedException {
        if (!claims.has("iat") || !claims.hasText("jti")) {
            throw new MalformedException(Fault.CLAIM, "a claim is missing or of a wrong type");
        }
    }

    private TokenPrincipal principal(JwtClaims claims, Issuer issuer) throws MalformedException {
        if (profile == TokenProfile.RFC9068) {
            return new TokenPrincipal(claims.requiredText("client_id"), issuer, claims.requiredText("sub"));
        }
        String subject = claims.text("sub");
        String client = clientId(claims);
        if (subject == null && client == null) {
            throw new MalformedException(Fault.CLAIM, "neither subject nor client");
        }
        return new TokenPrincipal(client, issuer, subject);
    }

    private @Nullable String clientId(JwtClaims claims) throws MalformedException {
        if (profile == TokenProfile.LENIENT) {
            for (String name : CLIENT_NAMES) {
                String client = claims.text(name);
                if (client != null) {
                    return client;
                }
            }
        }
        return claims.text("client_id");
    }

    private static Scopes scopes(JwtClaims claims) throws MalformedException {
        return scopes(claims, "scope").union(scopes(claims, "scp"));
    }

    private static Scopes scopes(JwtClaims claims, String name) throws MalformedException {
        try {
            String text = text(claims.members(), name);
            if (text != null) {
                return Scopes.parse(text);
            }
            return claims.has(name) ? Scopes.of(claims.texts(name)) : Scopes.NONE;
        } catch (IllegalArgumentException e) {
            throw new MalformedException(Fault.CLAIM, "a scope claim holds something that is no scope");
        }
    }

    /** A text that may be empty. */
    private static @Nullable String text(JsonObject claims, String name) {
        if (claims instanceof IndexedObject indexed) {
            return indexed.text(name);
        }
        return claims.get(name) instanceof JsonString text ? text.getString() : null;
    }
}
