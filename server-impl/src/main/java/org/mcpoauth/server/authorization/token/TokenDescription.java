package org.mcpoauth.server.authorization.token;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.RefreshToken;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.spi.support.json.StrictJson;

/** What this authorization server says of an active token (RFC 7662, section 2.2), to whoever may ask. */
public final class TokenDescription {
    private final Issuer issuer;
    private final StrictJson json;

    /**
     * Describes the tokens of an issuer.
     *
     * @param issuer who issued the tokens
     * @param json builds descriptions
     */
    public TokenDescription(Issuer issuer, StrictJson json) {
        this.issuer = issuer;
        this.json = json;
    }

    /**
     * Describes a token.
     *
     * @param token the token, which is active
     * @return the members of an introspection response
     */
    public JsonObject of(IssuedAccessToken token) {
        return of(token, token.subject());
    }

    /**
     * Describes a token to somebody who knows its user by another name.
     *
     * @param token the token, which is active
     * @param subject the user, {@code null} without one
     * @return the members of an introspection response
     */
    JsonObject of(IssuedAccessToken token, @Nullable String subject) {
        JsonObjectBuilder body = json.object();
        token.claims().forEach(body::add);
        body.add("active", true)
                .add("iss", issuer.value())
                .add("client_id", token.clientId())
                // without a user the subject is the client, as in the token (RFC 9068, section 2.2)
                .add("sub", Optional.ofNullable(subject).orElse(token.clientId()))
                .add("aud", audience(token.resources()))
                .add("iat", token.issuedAt().getEpochSecond())
                .add("exp", token.expiresAt().getEpochSecond())
                .add("token_type", "Bearer");
        if (!token.scopes().isEmpty()) {
            body.add("scope", token.scopes().toString());
        }
        confirmation(body, token.confirmation());
        return body.build();
    }

    /**
     * Describes a refresh token to its client.
     *
     * @param token the token, which is active
     * @param subject the user, as the client knows them
     * @return the members of an introspection response
     */
    JsonObject of(RefreshToken token, String subject) {
        JsonObjectBuilder body = json.object()
                .add("active", true)
                .add("iss", issuer.value())
                .add("client_id", token.clientId())
                .add("sub", subject)
                .add("exp", token.expiresAt().getEpochSecond());
        if (!token.scopes().isEmpty()) {
            body.add("scope", token.scopes().toString());
        }
        return body.build();
    }

    private JsonValue audience(List<ResourceIdentifier> resources) {
        JsonArrayBuilder all =
                json.array(resources.stream().map(ResourceIdentifier::value).toList());
        JsonValue array = all.build();
        return resources.size() == 1 ? array.asJsonArray().get(0) : array;
    }

    private void confirmation(JsonObjectBuilder body, @Nullable Confirmation confirmation) {
        if (confirmation == null) {
            return;
        }
        JsonObjectBuilder cnf = json.object();
        if (confirmation.jwkThumbprint() != null) {
            cnf.add("jkt", confirmation.jwkThumbprint());
            body.add("token_type", "DPoP");
        }
        if (confirmation.certificateThumbprint() != null) {
            cnf.add("x5t#S256", confirmation.certificateThumbprint());
        }
        body.add("cnf", cnf);
    }
}
