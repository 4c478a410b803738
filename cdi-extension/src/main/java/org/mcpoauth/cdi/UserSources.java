package org.mcpoauth.cdi;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.cdi.config.LoginSettings;
import org.mcpoauth.cdi.config.LoginSettings.Login;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;

/** Where the users of the authorization server come from: what the keys say, and the beans. */
final class UserSources {
    private static final List<Class<?>> TYPES =
            List.of(UserSource.class, UserAuthenticator.class, CallerUsers.class, UpstreamProvider.class);

    private UserSources() {}

    /**
     * The source of the users.
     *
     * @throws ConfigurationException if there is none, or it cannot be told which
     */
    static UserSource of(LoginSettings settings) {
        Login login = settings.login();
        if (login == null) {
            return bean().orElseGet(UserSources::container);
        }
        return switch (login) {
            case CONTAINER -> container();
            case FORM ->
                Beans.find(UserAuthenticator.class).map(UserSource::form).orElseThrow(() -> missing(login));
            case UPSTREAM -> settings.upstream().map(UserSource::upstream).orElseThrow(() -> missing(login));
            case BEAN -> bean().orElseThrow(() -> missing(login));
        };
    }

    /**
     * Looks for what will be needed, before there are beans.
     *
     * @param isProvided whether the application has a bean of a type
     * @throws ConfigurationException if a bean is missing
     */
    static void requireBeans(LoginSettings settings, Predicate<Class<?>> isProvided) {
        Login login = settings.login();
        if (login != null && isMissing(login, isProvided)) {
            throw missing(login);
        }
    }

    private static boolean isMissing(Login login, Predicate<Class<?>> isProvided) {
        return (login == Login.FORM && !isProvided.test(UserAuthenticator.class))
                || (login == Login.BEAN && TYPES.stream().noneMatch(isProvided));
    }

    private static ConfigurationException missing(Login login) {
        return new ConfigurationException(
                "login",
                login == Login.FORM
                        ? "the form needs a bean UserAuthenticator, which checks passwords"
                        : "there is no bean UserSource, UserAuthenticator, CallerUsers or UpstreamProvider");
    }

    private static UserSource container() {
        return UserSource.container(Beans.find(CallerUsers.class).orElse(CallerUsers.BY_NAME));
    }

    private static Optional<UserSource> bean() {
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
