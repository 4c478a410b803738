package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.json.StrictJson;

/** Reads access tokens that this authorization server issued in one form or another and that are not over. */
final class AccessTokenReader {
    private static final List<String> FURTHER_CLAIMS =
            List.of("jti", "acr", "auth_time", "act", "roles", "groups", "entitlements");

    private final TokenForm signed;
    private final TokenForm opaque;
    private final StrictJson json;
    private final InstantSource clock;

    AccessTokenReader(TokenForm signed, TokenForm opaque, StrictJson json, InstantSource clock) {
        this.signed = signed;
        this.opaque = opaque;
        this.json = json;
        this.clock = clock;
    }

    Optional<ReadyAccessToken> read(Secret token) {
        try {
            // both forms are read whichever is issued, so that a change of the configuration ends no token
            TokenForm form = token.reveal().indexOf('.') < 0 ? opaque : signed;
            JwtClaims claims = form.read(token);
            return claims != null && clock.instant().isBefore(claims.requiredTime("exp"))
                    ? Optional.of(token(claims))
                    : Optional.empty();
        } catch (MalformedException notOurs) {
            return Optional.empty();
        }
    }

    private ReadyAccessToken token(JwtClaims claims) throws MalformedException {
        String grantId = claims.text(AccessTokenWriter.GRANT_ID);
        Instant expiresAt = claims.requiredTime("exp");
        return new ReadyAccessToken(
                claims.requiredText("jti"),
                grantId,
                claims.requiredText("client_id"),
                subject(claims, grantId),
                claims.scope(),
                resources(claims),
                claims.requiredTime("iat"),
                expiresAt,
                confirmation(claims.object("cnf")),
                furtherClaims(claims));
    }

    /** RFC 9068, section 2.2: without a user the subject is the client. */
    private static @Nullable String subject(JwtClaims claims, @Nullable String grantId) throws MalformedException {
        String subject = claims.requiredText("sub");
        return grantId == null && subject.equals(claims.text("client_id")) ? null : subject;
    }

    private static List<ResourceIdentifier> resources(JwtClaims claims) throws MalformedException {
        List<ResourceIdentifier> resources = new ArrayList<>();
        for (String audience : claims.audience()) {
            try {
                resources.add(ResourceIdentifier.of(audience));
            } catch (IllegalArgumentException e) {
                throw new MalformedException(Fault.CLAIM, "an audience is no resource");
            }
        }
        return resources;
    }

    private static @Nullable Confirmation confirmation(@Nullable JwtClaims cnf) throws MalformedException {
        return cnf == null ? null : new Confirmation(cnf.text("jkt"), cnf.text("x5t#S256"));
    }

    private JsonObject furtherClaims(JwtClaims claims) {
        JsonObjectBuilder further = json.object();
        FURTHER_CLAIMS.stream()
                .filter(claims::has)
                .forEach(name -> further.add(name, claims.members().get(name)));
        return further.build();
    }
}
