package org.mcpoauth.spi.server;

import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;

/**
 * Says who a user is, for the login page of the authorization server. Attempts are limited by the
 * caller. Safe for use by several threads.
 */
@FunctionalInterface
public interface UserAuthenticator {

    /**
     * Checks a password. Takes the same time whether or not the user exists.
     *
     * @param username what was typed, at most 256 characters
     * @param password what was typed, at most 1024 characters
     * @return the user, empty when name or password is wrong
     */
    Optional<ResourceOwner> authenticate(String username, Secret password);
}
