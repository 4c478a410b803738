package org.mcpoauth.server.authorization.device;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.authorization.device.DeviceState.Status;
import org.mcpoauth.server.authorization.owner.ResourceOwnerJson;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/** States as text. Times are in milliseconds since 1970. */
final class DeviceJson {
    private static final JsonLimits LIMITS = JsonLimits.TOKEN_RESPONSE.withMaxBytes(128 << 10);

    private final StrictJson json;
    private final ResourceOwnerJson owners;

    DeviceJson(StrictJson json) {
        this.json = json;
        this.owners = new ResourceOwnerJson(json);
    }

    String write(DeviceState state) {
        JsonObjectBuilder object = json.object()
                .add("client_id", state.clientId())
                .add("scope", state.request().scopes().toString())
                .add("resources", resources(state.request().resources()))
                .add("secret", state.secret().sha256())
                .add("expires", state.expiresAt().toEpochMilli())
                .add("status", state.status().name())
                .add("interval", state.interval().toSeconds());
        if (state.askedAt() != null) {
            object.add("asked", state.askedAt().toEpochMilli());
        }
        if (state.grant() != null) {
            object.add("grant", grant(state.grant()));
        }
        return json.write(object.build());
    }

    DeviceState read(String text) {
        try {
            JsonObject object = json.readObject(text, LIMITS);
            JsonObject grant = object.getJsonObject("grant");
            return new DeviceState(
                    object.getString("client_id"),
                    new DeviceRequest(Scopes.parse(object.getString("scope")), resources(object)),
                    new SecretHash(object.getString("secret")),
                    StoredNumbers.instant(object, "expires"),
                    Status.valueOf(object.getString("status")),
                    StoredNumbers.seconds(object, "interval"),
                    object.containsKey("asked") ? StoredNumbers.instant(object, "asked") : null,
                    grant == null ? null : grant(grant));
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored device cannot be read", e);
        }
    }

    private JsonObjectBuilder grant(DeviceGrant grant) {
        return owners.write(grant.owner())
                .add("id", grant.id())
                .add("scope", grant.scopes().toString())
                .add("resources", resources(grant.resources()));
    }

    private DeviceGrant grant(JsonObject object) {
        return new DeviceGrant(
                object.getString("id"),
                owners.read(object),
                Scopes.parse(object.getString("scope")),
                resources(object));
    }

    private JsonArrayBuilder resources(List<ResourceIdentifier> resources) {
        return json.array(resources.stream().map(ResourceIdentifier::value).toList());
    }

    private static List<ResourceIdentifier> resources(JsonObject object) {
        return object.getJsonArray("resources").getValuesAs(JsonString.class).stream()
                .map(text -> ResourceIdentifier.of(text.getString()))
                .toList();
    }
}
