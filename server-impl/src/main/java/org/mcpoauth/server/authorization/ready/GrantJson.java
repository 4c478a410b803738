package org.mcpoauth.server.authorization.ready;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.owner.ResourceOwnerJson;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/** Grants as text. Times are in milliseconds since 1970. */
final class GrantJson {
    private final StrictJson json;
    private final ResourceOwnerJson owners;

    GrantJson(StrictJson json) {
        this.json = json;
        this.owners = new ResourceOwnerJson(json);
    }

    String write(Grant grant) {
        JsonObjectBuilder object = json.object()
                .add("terms", terms(grant.terms()))
                .add("revoked", grant.revoked())
                .add("keep_until", grant.keepUntil().toEpochMilli());
        if (grant.code() != null) {
            object.add("code", code(grant.code()));
        }
        if (grant.refresh() != null) {
            object.add("refresh", refresh(grant.refresh()));
        }
        return json.write(object.build());
    }

    Grant read(String text) {
        try {
            JsonObject object = json.readObject(text, JsonLimits.TOKEN_RESPONSE);
            JsonObject code = object.getJsonObject("code");
            JsonObject refresh = object.getJsonObject("refresh");
            return new Grant(
                    terms(object.getJsonObject("terms")),
                    code == null ? null : code(code),
                    refresh == null ? null : refresh(refresh),
                    object.getBoolean("revoked"),
                    StoredNumbers.instant(object, "keep_until"));
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored grant cannot be read", e);
        }
    }

    private JsonObjectBuilder terms(GrantTerms terms) {
        return owners.write(terms.owner())
                .add("client_id", terms.clientId())
                .add("scope", terms.scopes().toString())
                .add("resources", json.array(texts(terms.resources())));
    }

    private GrantTerms terms(JsonObject object) {
        return new GrantTerms(
                object.getString("client_id"),
                owners.read(object),
                Scopes.parse(object.getString("scope")),
                object.getJsonArray("resources").getValuesAs(JsonString.class).stream()
                        .map(text -> ResourceIdentifier.of(text.getString()))
                        .toList());
    }

    private JsonObjectBuilder code(CodeState code) {
        JsonObjectBuilder object = json.object()
                .add("hash", code.hash().sha256())
                .add("challenge", code.challenge())
                .add("redirect_uri", code.redirectUri().toString())
                .add("redirect_uri_named", code.redirectUriProvidedExplicitly())
                .add("expires", code.expiresAt().toEpochMilli())
                .add("spent", code.spent());
        return optional(optional(object, "dpop_jkt", code.dpopThumbprint()), "nonce", code.nonce());
    }

    private static CodeState code(JsonObject object) {
        return new CodeState(
                new SecretHash(object.getString("hash")),
                object.getString("challenge"),
                URI.create(object.getString("redirect_uri")),
                object.getBoolean("redirect_uri_named"),
                object.getString("dpop_jkt", null),
                object.getString("nonce", null),
                StoredNumbers.instant(object, "expires"),
                object.getBoolean("spent"));
    }

    private JsonObjectBuilder refresh(RefreshFamily refresh) {
        JsonObjectBuilder object = json.object()
                .add("generation", refresh.generation())
                .add("family", refresh.family().sha256())
                .add("seed", refresh.seed().reveal())
                .add("rotated", refresh.rotatedAt().toEpochMilli())
                .add("idle_until", refresh.idleUntil().toEpochMilli())
                .add("ends", refresh.endsAt().toEpochMilli());
        Confirmation bound = refresh.confirmation();
        return bound == null
                ? object
                : optional(optional(object, "jkt", bound.jwkThumbprint()), "x5t#S256", bound.certificateThumbprint());
    }

    private static RefreshFamily refresh(JsonObject object) {
        return new RefreshFamily(
                StoredNumbers.count(object, "generation"),
                new SecretHash(object.getString("family")),
                Secret.of(object.getString("seed")),
                StoredNumbers.instant(object, "rotated"),
                StoredNumbers.instant(object, "idle_until"),
                StoredNumbers.instant(object, "ends"),
                confirmation(object));
    }

    private static @Nullable Confirmation confirmation(JsonObject object) {
        String key = object.getString("jkt", null);
        String certificate = object.getString("x5t#S256", null);
        return key == null && certificate == null ? null : new Confirmation(key, certificate);
    }

    private static JsonObjectBuilder optional(JsonObjectBuilder object, String name, @Nullable String text) {
        return text == null ? object : object.add(name, text);
    }

    private static List<String> texts(List<ResourceIdentifier> resources) {
        return resources.stream().map(ResourceIdentifier::value).toList();
    }
}
