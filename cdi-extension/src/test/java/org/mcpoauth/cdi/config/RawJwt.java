package org.mcpoauth.cdi.config;

import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * A principal of MicroProfile JWT that has nothing but its text.
 *
 * @param text the raw token, or {@code null} for none
 */
@SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // the API answers null for what is absent
record RawJwt(@Nullable String text) implements JsonWebToken {

    @Override
    public String getName() {
        return "somebody";
    }

    @Override
    public @Nullable String getRawToken() {
        return text;
    }

    @Override
    public Set<String> getClaimNames() {
        return Set.of();
    }

    @Override
    public <T> @Nullable T getClaim(String name) {
        return null;
    }
}
