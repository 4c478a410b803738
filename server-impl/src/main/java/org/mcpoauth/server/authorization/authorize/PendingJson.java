package org.mcpoauth.server.authorization.authorize;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** Pending authorizations as text. */
final class PendingJson {
    private static final JsonLimits LIMITS = JsonLimits.TOKEN_RESPONSE.withMaxBytes(128 << 10);

    private final StrictJson json;

    PendingJson(StrictJson json) {
        this.json = json;
    }

    String write(PendingAuthorization pending) {
        JsonObjectBuilder object = parameters(pending.parameters())
                .add("client_id", pending.clientId())
                .add("browser", pending.browser())
                .add("tries", pending.tries());
        if (pending.asked() != null) {
            object.add("asked", pending.asked().toString());
        }
        return json.write(object.build());
    }

    PendingAuthorization read(String text) {
        try {
            JsonObject object = json.readObject(text, LIMITS);
            String asked = object.getString("asked", null);
            return new PendingAuthorization(
                    object.getString("client_id"),
                    parameters(object),
                    object.getString("browser"),
                    asked == null ? null : Scopes.parse(asked),
                    object.getInt("tries"));
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored request cannot be read", e);
        }
    }

    private JsonObjectBuilder parameters(AuthorizationParameters parameters) {
        JsonObjectBuilder object = json.object()
                .add("scope", parameters.scopes().toString())
                .add("challenge", parameters.codeChallenge())
                .add("redirect_uri", parameters.redirectUri().toString())
                .add("redirect_uri_named", parameters.redirectUriProvidedExplicitly())
                .add(
                        "resources",
                        json.array(parameters.resources().stream()
                                .map(ResourceIdentifier::value)
                                .toList()));
        if (parameters.state() != null) {
            object.add("state", parameters.state());
        }
        if (parameters.dpopThumbprint() != null) {
            object.add("dpop_jkt", parameters.dpopThumbprint());
        }
        return object;
    }

    private static AuthorizationParameters parameters(JsonObject object) {
        return new AuthorizationParameters(
                object.getString("state", null),
                Scopes.parse(object.getString("scope")),
                object.getString("challenge"),
                URI.create(object.getString("redirect_uri")),
                object.getBoolean("redirect_uri_named"),
                object.getJsonArray("resources").getValuesAs(JsonString.class).stream()
                        .map(text -> ResourceIdentifier.of(text.getString()))
                        .toList(),
                object.getString("dpop_jkt", null));
    }
}
