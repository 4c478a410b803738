package org.mcpoauth.server.authorization.authorize;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.api.provider.RequestedAuthentication.Prompt;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/** Validated authorization requests as members of stored objects. */
final class ParametersJson {
    private static final JsonLimits LIMITS = JsonLimits.TOKEN_RESPONSE.withMaxBytes(128 << 10);

    private final StrictJson json;

    ParametersJson(StrictJson json) {
        this.json = json;
    }

    /** Begins an object with a request. */
    JsonObjectBuilder object(AuthorizationParameters parameters) {
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
        if (parameters.nonce() != null) {
            object.add("nonce", parameters.nonce());
        }
        return object.add("authentication", authentication(parameters.authentication()));
    }

    private JsonObjectBuilder authentication(RequestedAuthentication requested) {
        JsonObjectBuilder object = json.object()
                .add(
                        "prompts",
                        json.array(
                                requested.prompts().stream().map(Prompt::name).toList()))
                .add("acr_values", json.array(requested.acrValues()));
        if (requested.maxAge() != null) {
            object.add("max_age", requested.maxAge().toSeconds());
        }
        if (requested.loginHint() != null) {
            object.add("login_hint", requested.loginHint());
        }
        if (requested.uiLocales() != null) {
            object.add("ui_locales", requested.uiLocales());
        }
        return object;
    }

    String write(JsonObjectBuilder object) {
        return json.write(object.build());
    }

    /**
     * Reads a stored object.
     *
     * @throws StorageException if it is not what was written
     */
    <T> T read(String text, Reading<T> reading) {
        try {
            return reading.from(json.readObject(text, LIMITS));
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored request cannot be read", e);
        }
    }

    static AuthorizationParameters parameters(JsonObject object) {
        return new AuthorizationParameters(
                object.getString("state", null),
                Scopes.parse(object.getString("scope")),
                object.getString("challenge"),
                URI.create(object.getString("redirect_uri")),
                object.getBoolean("redirect_uri_named"),
                texts(object, "resources").map(ResourceIdentifier::of).toList(),
                object.getString("dpop_jkt", null),
                authentication(object.getJsonObject("authentication")),
                object.getString("nonce", null));
    }

    private static RequestedAuthentication authentication(JsonObject object) {
        return new RequestedAuthentication(
                texts(object, "prompts").map(Prompt::valueOf).collect(Collectors.toSet()),
                object.containsKey("max_age") ? StoredNumbers.seconds(object, "max_age") : null,
                texts(object, "acr_values").toList(),
                object.getString("login_hint", null),
                object.getString("ui_locales", null));
    }

    private static Stream<String> texts(JsonObject object, String name) {
        return object.getJsonArray(name).getValuesAs(JsonString.class).stream().map(JsonString::getString);
    }

    /** Makes a value of a stored object. */
    @FunctionalInterface
    interface Reading<T> {
        T from(JsonObject object);
    }
}
