package org.mcpoauth.spi.server;

import java.util.List;
import java.util.Locale;
import org.mcpoauth.api.provider.AuthorizationClaims;

/** A claim of access tokens that resources may decide by (RFC 9068, section 2.2.3.1). */
public enum AuthorizationClaim {
    /** The claim {@code roles}. */
    ROLES,
    /** The claim {@code groups}. */
    GROUPS,
    /** The claim {@code entitlements}. */
    ENTITLEMENTS;

    /**
     * The name of the claim in tokens.
     *
     * @return the name
     */
    public String claimName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the claim says of a user.
     *
     * @param user all there is
     * @return the entries; may be empty
     */
    public List<String> of(AuthorizationClaims user) {
        return switch (this) {
            case ROLES -> user.roles();
            case GROUPS -> user.groups();
            case ENTITLEMENTS -> user.entitlements();
        };
    }
}
