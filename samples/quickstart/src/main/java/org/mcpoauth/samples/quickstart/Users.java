package org.mcpoauth.samples.quickstart;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.UserAuthenticator;

/** The two people of the quickstart. A real application asks its user directory here. */
@ApplicationScoped
public class Users implements UserAuthenticator {
    private static final Secret NOBODY = Secret.of("nobody has this password");
    private static final Map<String, Secret> PASSWORDS =
            Map.of("alice", Secret.of("alice-pw"), "bob", Secret.of("bob-pw"));

    @Override
    public Optional<ResourceOwner> authenticate(String username, Secret password) {
        Secret expected = PASSWORDS.getOrDefault(username, NOBODY);
        boolean known = PASSWORDS.containsKey(username);
        return expected.equals(password) && known
                ? Optional.of(new ResourceOwner(username, Clock.systemUTC().instant(), null))
                : Optional.empty();
    }
}
