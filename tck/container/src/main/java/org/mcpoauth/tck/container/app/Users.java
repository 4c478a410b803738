package org.mcpoauth.tck.container.app;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.UserAuthenticator;

/** Alice and Bob, whose passwords are no secrets. */
@ApplicationScoped
public class Users implements UserAuthenticator {
    private static final Set<String> NAMES = Set.of("alice", "bob");

    @Override
    public Optional<ResourceOwner> authenticate(String username, Secret password) {
        boolean isRight = NAMES.contains(username) && password.reveal().equals(username + "-pw");
        return isRight
                ? Optional.of(new ResourceOwner(username, Clock.systemUTC().instant(), null))
                : Optional.empty();
    }
}
