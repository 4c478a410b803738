package org.mcpoauth.cdi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;

/** The beans that say where the users of the authorization server come from. */
final class UserBeans {
    /** What such a bean may be. */
    static final List<Class<?>> TYPES =
            List.of(UserSource.class, UserAuthenticator.class, CallerUsers.class, UpstreamProvider.class);

    private UserBeans() {}

    /**
     * The source that the beans are.
     *
     * @throws ConfigurationException if there are several, or one that is of two kinds
     */
    static Optional<UserSource> find() {
        List<UserSource> sources = Stream.of(
                        Beans.find(UserSource.class),
                        Beans.find(UserAuthenticator.class).map(UserSource::form),
                        Beans.find(CallerUsers.class).map(UserSource::container),
                        Beans.find(UpstreamProvider.class).map(UserSource::upstream))
                .flatMap(Optional::stream)
                .toList();
        if (sources.size() > 1) {
            throw new ConfigurationException(
                    "login", "beans are of several kinds: leave one UserSource, or one of what it is made of");
        }
        return sources.stream().findFirst();
    }
}
