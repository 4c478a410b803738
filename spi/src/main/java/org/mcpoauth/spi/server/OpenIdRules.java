package org.mcpoauth.spi.server;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * Whether users can log in to clients with this server (OpenID Connect Core 1.0): ID tokens for codes with the scope
 * {@code openid}, and the UserInfo endpoint. Immutable.
 *
 * @param offered whether that is offered; {@code openid} is then among the supported scopes
 * @param pairwiseSalt makes the subjects that differ from client to client, for clients that ask for them by {@code
 *     subject_type} (section 8.1); 32 characters or more, the same on all nodes and for ever. Needs access
 *     tokens that clients cannot read ({@link AccessTokenFormat#OPAQUE}). {@code null} if all clients see the same
 *     subject
 * @param claims tells of users
 */
public record OpenIdRules(boolean offered, @Nullable Changing<Secret> pairwiseSalt, UserClaims claims) {
    private static final int MIN_SALT = 32;

    /** Not offered. */
    public static final OpenIdRules OFF = new OpenIdRules(false, null, UserClaims.NONE);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the salt is short
     */
    public OpenIdRules {
        Objects.requireNonNull(claims, "claims");
        if (pairwiseSalt != null && pairwiseSalt.current().reveal().length() < MIN_SALT) {
            throw new ConfigurationException("openid.pairwise-salt", "has 32 characters or more");
        }
    }

    /**
     * The same with another value: whether that is offered.
     *
     * @param value the new value
     * @return a new value
     */
    public OpenIdRules withOffered(boolean value) {
        return new OpenIdRules(value, pairwiseSalt, claims);
    }

    /**
     * The same with another value: what makes subjects that differ from client to client.
     *
     * @param value the new value
     * @return a new value
     * @throws ConfigurationException if it is short
     */
    public OpenIdRules withPairwiseSalt(@Nullable Secret value) {
        return new OpenIdRules(offered, value == null ? null : Changing.of(value), claims);
    }

    /**
     * The same with a secret that may be exchanged, which gives all users other subjects.
     *
     * @param value gives what makes subjects that differ from client to client
     * @return a new value
     * @throws ConfigurationException if that of now is short
     */
    public OpenIdRules withPairwiseSalt(Changing<Secret> value) {
        return new OpenIdRules(offered, value, claims);
    }

    /**
     * The same with another value: what tells of users.
     *
     * @param value the new value
     * @return a new value
     */
    public OpenIdRules withClaims(UserClaims value) {
        return new OpenIdRules(offered, pairwiseSalt, value);
    }
}
