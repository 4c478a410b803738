package org.mcpoauth.spi.server;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.mcpoauth.api.Scopes;

/**
 * What the UserInfo endpoint tells of a user beside the subject (OpenID Connect Core 1.0, sections 5.1 and 5.3). Safe
 * for use by several threads.
 */
@FunctionalInterface
public interface UserClaims {
    /** Nothing but the subject. */
    UserClaims NONE = (subject, scopes) -> JsonValue.EMPTY_JSON_OBJECT;

    /**
     * The claims of a user.
     *
     * @param subject the user, as the login named it; never the pairwise identifier that a client sees
     * @param scopes what the client was granted, among it {@code openid}; {@code profile} and {@code email} where they
     *     are supported scopes (section 5.4)
     * @return the claims; a member {@code sub} is not told
     */
    JsonObject of(String subject, Scopes scopes);

    /**
     * The names of the claims that may be told, for the metadata.
     *
     * @return the names; may be empty
     */
    default List<String> names() {
        return List.of();
    }
}
