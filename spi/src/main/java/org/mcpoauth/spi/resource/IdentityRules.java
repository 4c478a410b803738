package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.Objects;
import org.mcpoauth.api.error.ConfigurationException;

/**
 * Which claims name the caller and the caller's roles. Immutable.
 *
 * @param principalClaims the claims that may give the name of the caller, the first present one wins; the
 *     name is for people and never part of the principal that bindings compare
 * @param rolesClaim the claim with the roles; {@code /} steps into objects, as in {@code
 *     realm_access/roles}
 * @param rolesSeparator what stands between roles where that claim is one text; not empty
 * @param scopesAreRoles whether each scope of the token counts as a role too
 */
public record IdentityRules(
        List<String> principalClaims, String rolesClaim, String rolesSeparator, boolean scopesAreRoles) {
    /** The names of MicroProfile JWT; {@code groups} of RFC 9068, section 2.2.3.1, and the scopes. */
    public static final IdentityRules DEFAULT =
            new IdentityRules(List.of("upn", "preferred_username", "sub"), "groups", " ", true);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value is empty
     */
    public IdentityRules {
        Objects.requireNonNull(rolesClaim, "rolesClaim");
        principalClaims = List.copyOf(principalClaims);
        if (principalClaims.isEmpty()) {
            throw new ConfigurationException("principal.claim", "names at least one claim");
        }
        if (rolesSeparator.isEmpty()) {
            throw new ConfigurationException("roles.separator", "must not be empty");
        }
    }

    /**
     * The same with other claims for the name of the caller.
     *
     * @param values the claims, the first present one wins
     * @return a new value
     */
    public IdentityRules withPrincipalClaims(List<String> values) {
        return new IdentityRules(values, rolesClaim, rolesSeparator, scopesAreRoles);
    }

    /**
     * The same with another claim for the roles.
     *
     * @param value the claim; {@code /} steps into objects
     * @return a new value
     */
    public IdentityRules withRolesClaim(String value) {
        return new IdentityRules(principalClaims, value, rolesSeparator, scopesAreRoles);
    }

    /**
     * The same with another separator of roles.
     *
     * @param value what stands between roles in one text; not empty
     * @return a new value
     */
    public IdentityRules withRolesSeparator(String value) {
        return new IdentityRules(principalClaims, rolesClaim, value, scopesAreRoles);
    }

    /**
     * The same with scopes as roles or not.
     *
     * @param value whether each scope of the token counts as a role too
     * @return a new value
     */
    public IdentityRules withScopesAsRoles(boolean value) {
        return new IdentityRules(principalClaims, rolesClaim, rolesSeparator, value);
    }
}
