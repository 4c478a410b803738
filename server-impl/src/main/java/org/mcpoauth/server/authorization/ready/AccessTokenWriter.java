package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.spi.server.AuthorizationClaim;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.json.StrictJson;

/** Writes access tokens with the claims of RFC 9068, section 2.2. */
final class AccessTokenWriter {
    /** The claim that names the grant, so that a revoked grant is seen. */
    static final String GRANT_ID = "grant_id";

    private final Issuer issuer;
    private final TokenIssuance rules;
    private final TokenForm form;
    private final StrictJson json;
    private final InstantSource clock;
    private final RandomIds random;

    AccessTokenWriter(
            Issuer issuer,
            TokenIssuance rules,
            TokenForm form,
            StrictJson json,
            InstantSource clock,
            RandomIds random) {
        this.issuer = issuer;
        this.rules = rules;
        this.form = form;
        this.json = json;
        this.clock = clock;
        this.random = random;
    }

    Duration lifetime() {
        return rules.accessTokenTtl();
    }

    Secret write(AccessTokenSubject subject, TokenRequest request) {
        return write(subject, request, lifetime());
    }

    /** A token with a life of its own. */
    Secret write(AccessTokenSubject subject, TokenRequest request, Duration life) {
        Instant now = clock.instant();
        JsonObjectBuilder claims = json.object()
                .add("iss", issuer.value())
                // RFC 9068, section 2.2: without a user the subject is the client
                .add("sub", subject.subject() == null ? subject.clientId() : subject.subject())
                .add("client_id", subject.clientId())
                .add("iat", now.getEpochSecond())
                .add("exp", now.plus(life).getEpochSecond())
                .add("jti", random.next());
        audience(claims, request.resources());
        if (!request.scopes().isEmpty()) {
            claims.add("scope", request.scopes().toString());
        }
        authentication(claims, subject);
        authorization(claims, subject.authorization());
        confirmation(claims, request.confirmation());
        return form.write(claims.build(), life);
    }

    /**
     * Forgets a token that nobody is given. Where the store cannot do that now, the token ends by itself, and with its
     * grant.
     *
     * @param why nobody is given it
     */
    void forget(Secret token, RuntimeException why) {
        try {
            form.forget(token);
        } catch (StorageException unavailable) {
            why.addSuppressed(unavailable);
        }
    }

    private void audience(JsonObjectBuilder claims, List<ResourceIdentifier> resources) {
        if (resources.size() == 1) {
            claims.add("aud", resources.get(0).value());
        } else {
            claims.add(
                    "aud",
                    json.array(resources.stream().map(ResourceIdentifier::value).toList()));
        }
    }

    private static void authentication(JsonObjectBuilder claims, AccessTokenSubject subject) {
        if (subject.grantId() != null) {
            claims.add(GRANT_ID, subject.grantId());
        }
        if (subject.authenticatedAt() != null) {
            claims.add("auth_time", subject.authenticatedAt().getEpochSecond());
        }
        if (subject.acr() != null) {
            claims.add("acr", subject.acr());
        }
        if (subject.actor() != null) {
            claims.add("act", subject.actor());
        }
    }

    /** RFC 9068, section 2.2.3.1. */
    private void authorization(JsonObjectBuilder claims, AuthorizationClaims told) {
        for (AuthorizationClaim claim : rules.authorizationClaims()) {
            List<String> entries = claim.of(told);
            if (!entries.isEmpty()) {
                claims.add(claim.claimName(), json.array(entries));
            }
        }
    }

    private void confirmation(JsonObjectBuilder claims, @Nullable Confirmation confirmation) {
        if (confirmation != null) {
            JsonObjectBuilder cnf = json.object();
            if (confirmation.jwkThumbprint() != null) {
                cnf.add("jkt", confirmation.jwkThumbprint());
            }
            if (confirmation.certificateThumbprint() != null) {
                cnf.add("x5t#S256", confirmation.certificateThumbprint());
            }
            claims.add("cnf", cnf);
        }
    }
}
