package org.mcpoauth.samples.authorization;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.spi.server.UserAuthenticator;

/** The users in the configuration. A real application asks its user directory here. */
@ApplicationScoped
public class Users implements UserAuthenticator {
    private static final StoredUser NOBODY = StoredUser.parse("nobody:210000:c2FsdA==:bm8gcGFzc3dvcmQ=");

    private final List<String> lines;

    /** For the container, which makes a proxy of this class. */
    protected Users() {
        this(List.of());
    }

    @Inject
    public Users(@ConfigProperty(name = "sample.users") List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    @Override
    public Optional<ResourceOwner> authenticate(String username, Secret password) {
        Map<String, StoredUser> users =
                lines.stream().map(StoredUser::parse).collect(Collectors.toMap(StoredUser::name, Function.identity()));
        // an unknown name costs the same digest as a known one
        boolean isRight = users.getOrDefault(username, NOBODY).hasPassword(password);
        return isRight && users.containsKey(username)
                ? Optional.of(new ResourceOwner(username, Clock.systemUTC().instant(), null))
                : Optional.empty();
    }
}
