package org.mcpoauth.server.authorization.owner;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.AuthorizationClaim;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/** Users as members of a stored object, which may have others. Times are in milliseconds since 1970. */
public final class ResourceOwnerJson {
    private final StrictJson json;

    /**
     * Writes and reads users.
     *
     * @param json builds objects
     */
    public ResourceOwnerJson(StrictJson json) {
        this.json = json;
    }

    /**
     * An object with a user.
     *
     * @param owner the user
     * @return the object, for more members
     */
    public JsonObjectBuilder write(ResourceOwner owner) {
        JsonObjectBuilder object = json.object().add("sub", owner.subject());
        if (owner.authenticatedAt() != null) {
            object.add("auth_time", owner.authenticatedAt().toEpochMilli());
        }
        if (owner.acr() != null) {
            object.add("acr", owner.acr());
        }
        for (AuthorizationClaim claim : AuthorizationClaim.values()) {
            List<String> entries = claim.of(owner.authorization());
            if (!entries.isEmpty()) {
                object.add(claim.claimName(), json.array(entries));
            }
        }
        return object;
    }

    /**
     * The user of an object.
     *
     * @param object was written here, maybe by a version that knew nothing of roles
     * @return the user
     * @throws ClassCastException if a member is of another type
     * @throws NullPointerException if one is missing
     * @throws IllegalArgumentException if one breaks a rule of users, or the time is none
     */
    public ResourceOwner read(JsonObject object) {
        return new ResourceOwner(
                object.getString("sub"),
                object.containsKey("auth_time") ? StoredNumbers.instant(object, "auth_time") : null,
                object.getString("acr", null),
                AuthorizationClaimsJson.read(object));
    }
}
