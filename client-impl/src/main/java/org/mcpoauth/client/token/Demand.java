package org.mcpoauth.client.token;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.client.OAuthChallenges;

/**
 * What new tokens are for.
 *
 * @param scopes the scopes to ask for, or {@link Scopes#NONE} for the default of the server
 * @param acrValues how the user is to be authenticated, the preferred way first; empty for any way (RFC 9470, section 3)
 * @param maxAge how long ago that may have been, or {@code null} for any time (RFC 9470, section 3)
 */
public record Demand(
        Scopes scopes, List<String> acrValues, @Nullable Duration maxAge) {
    public Demand {
        Objects.requireNonNull(scopes, "scopes");
        acrValues = List.copyOf(acrValues);
    }

    /** Scopes, however the user was authenticated. */
    public static Demand of(Scopes scopes) {
        return new Demand(scopes, List.of(), null);
    }

    /** Scopes, and the authentication of the user that a challenge demands. */
    public static Demand of(Scopes scopes, Challenges challenges) {
        return OAuthChallenges.insufficientAuthentication(challenges)
                .map(each -> new Demand(scopes, each.acrValues(), each.maxAge().orElse(null)))
                .orElseGet(() -> of(scopes));
    }

    /** The same with other scopes. */
    public Demand withScopes(Scopes others) {
        return new Demand(others, acrValues, maxAge);
    }
}
