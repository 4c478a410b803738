package org.mcpoauth.cdi;

import java.time.InstantSource;
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
     * @param clock says when users log in
     * @throws ConfigurationException if there is none, or it cannot be told which
     */
    static UserSource of(LoginSettings settings, InstantSource clock) {
        Login login = settings.login();
        if (login == null) {
            return bean().orElseGet(UserSources::container);
        }
        return switch (login) {
            case CONTAINER -> container();
            case FORM ->
                Beans.find(UserAuthenticator.class).map(UserSource::form).orElseThrow(() -> missing(login));
            case IDENTITY_STORE ->
                IdentityStoreUsers.find(callers(), clock).map(UserSource::form).orElseThrow(() -> missing(login));
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
        return switch (login) {
            case FORM -> !isProvided.test(UserAuthenticator.class);
            case IDENTITY_STORE -> !JakartaSecurity.isPresent();
            case BEAN -> TYPES.stream().noneMatch(isProvided);
            case CONTAINER, UPSTREAM -> false;
        };
    }

    /**
     * Looks for identity stores, when extensions have added theirs.
     *
     * @throws ConfigurationException if they are asked about users, and there is none
     */
    static void requireStores(LoginSettings settings) {
        if (settings.login() == Login.IDENTITY_STORE
                && !(JakartaSecurity.isPresent() && IdentityStoreUsers.haveStores())) {
            throw missing(Login.IDENTITY_STORE);
        }
    }

    private static ConfigurationException missing(Login login) {
        return new ConfigurationException(
                "login",
                switch (login) {
                    case FORM -> "the form needs a bean UserAuthenticator, which checks passwords";
                    case IDENTITY_STORE ->
                        "there is no bean IdentityStore of Jakarta Security; write one, or a bean UserAuthenticator and"
                                + " login=form";
                    default -> "there is no bean UserSource, UserAuthenticator, CallerUsers or UpstreamProvider";
                });
    }

    private static UserSource container() {
        return UserSource.container(callers());
    }

    private static CallerUsers callers() {
        return Beans.find(CallerUsers.class).orElse(CallerUsers.BY_NAME);
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
