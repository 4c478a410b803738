package org.mcpoauth.api.client;

import jakarta.json.JsonObject;

/**
 * Changes the claims of a client assertion just before it is signed, for an authorization server that wants more
 * or others than RFC 7523, section 3, says. What it gives is signed as it is.
 *
 * <pre>{@code
 * AssertionModifier tenant = claims -> Json.createObjectBuilder(claims).add("tenant", "a").build();
 * }</pre>
 *
 * <p>Asked for each assertion; safe for use by several threads. What it throws ends the request.
 */
@FunctionalInterface
public interface AssertionModifier {
    /** Changes nothing. */
    AssertionModifier NONE = claims -> claims;

    /**
     * Changes the claims of one assertion.
     *
     * @param claims {@code iss}, {@code sub}, {@code aud}, {@code jti}, {@code iat} and {@code exp}
     * @return the claims to sign
     */
    JsonObject modify(JsonObject claims);
}
