package org.mcpoauth.api.client;

import jakarta.json.JsonObject;
import java.util.Objects;

/**
 * What an authorization server says about a token (RFC 7662, section 2.2).
 *
 * @param active whether the token is active; only the JSON value {@code true} counts
 * @param members all members of the answer; only {@code active} is present for an inactive token of a
 *     conforming server
 */
public record IntrospectionResponse(boolean active, JsonObject members) {

    /** Checks that nothing is missing. */
    public IntrospectionResponse {
        Objects.requireNonNull(members, "members");
    }

    /** Gives whether the token is active; the members may be personal and stay out. */
    @Override
    public String toString() {
        return "IntrospectionResponse[active=" + active + "]";
    }
}
