package org.mcpoauth.cdi.identity;

import jakarta.json.JsonValue;
import java.security.Principal;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;

/**
 * The token of the current request as MicroProfile JWT shows it. The groups are the roles that the guard
 * checks. There is no raw token: it is for this server alone and must not be passed on (MCP authorization,
 * "Access Token Privilege Restriction").
 */
@SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals", "unchecked"
}) // the API answers null for what is absent, and casts for its callers
final class InjectedToken implements JsonWebToken {
    private final RequestToken current;

    /**
     * Shows tokens.
     *
     * @param current the proxy of that of the current request
     */
    InjectedToken(RequestToken current) {
        this.current = current;
    }

    @Override
    public @Nullable String getName() {
        Principal caller = current.caller();
        return caller == null ? null : caller.getName();
    }

    @Override
    public @Nullable Set<String> getAudience() {
        VerifiedToken token = current.token();
        return token == null ? null : new LinkedHashSet<>(token.audience());
    }

    @Override
    public Set<String> getGroups() {
        VerifiedToken token = current.token();
        return token == null ? Set.of() : token.roles();
    }

    @Override
    public Set<String> getClaimNames() {
        VerifiedToken token = current.token();
        return token == null ? Set.of() : token.claims().keySet();
    }

    @Override
    public <T> @Nullable T getClaim(String name) {
        return (T) value(name);
    }

    private @Nullable Object value(String name) {
        VerifiedToken token = current.token();
        if (token == null) {
            return null;
        }
        JsonValue claim = token.claims().get(name);
        return switch (name) {
            case "groups" -> ClaimConversion.as(Set.class, claim);
            case "aud" -> getAudience();
            case "exp" -> token.expiresAt().getEpochSecond();
            default -> isNumber(name) ? ClaimConversion.as(Long.class, claim) : ClaimConversion.natural(claim);
        };
    }

    /** Whether the API gives a claim as {@code Long}. */
    private static boolean isNumber(String name) {
        return Stream.of(Claims.values()).anyMatch(claim -> claim.name().equals(name) && claim.getType() == Long.class);
    }
}
