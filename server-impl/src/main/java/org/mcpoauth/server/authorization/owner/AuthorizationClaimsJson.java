package org.mcpoauth.server.authorization.owner;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import org.mcpoauth.api.provider.AuthorizationClaims;
import org.mcpoauth.spi.server.AuthorizationClaim;

/** Reads the claims of RFC 9068, section 2.2.3.1, which are arrays of texts. */
public final class AuthorizationClaimsJson {
    private AuthorizationClaimsJson() {}

    /**
     * What an object says that was written here.
     *
     * @param object has some of the claims, or none
     * @return what they say
     * @throws ClassCastException if one of them is no array of texts
     * @throws IllegalArgumentException if they break a rule of {@link AuthorizationClaims}
     */
    public static AuthorizationClaims read(JsonObject object) {
        return new AuthorizationClaims(
                texts(object, AuthorizationClaim.ROLES),
                texts(object, AuthorizationClaim.GROUPS),
                texts(object, AuthorizationClaim.ENTITLEMENTS));
    }

    private static List<String> texts(JsonObject object, AuthorizationClaim claim) {
        return object.containsKey(claim.claimName())
                ? object.getJsonArray(claim.claimName()).getValuesAs(JsonString::getString)
                : List.of();
    }
}
