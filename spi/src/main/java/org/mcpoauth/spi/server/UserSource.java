package org.mcpoauth.spi.server;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the users of an authorization server come from: exactly one of its own login form, the login of the container,
 * and another OpenID Connect issuer. Immutable; as safe for use by several threads as what it was made of.
 */
public final class UserSource {
    // one of the three is there
    private final @Nullable UserAuthenticator users;
    private final @Nullable CallerUsers callers;
    private final @Nullable UpstreamProvider provider;

    private UserSource(
            @Nullable UserAuthenticator users, @Nullable CallerUsers callers, @Nullable UpstreamProvider provider) {
        this.users = users;
        this.callers = callers;
        this.provider = provider;
    }

    /**
     * Users who log in with the form of the authorization server.
     *
     * @param users checks name and password
     * @return the source
     */
    public static UserSource form(UserAuthenticator users) {
        return new UserSource(Objects.requireNonNull(users, "users"), null, null);
    }

    /**
     * Users who log in with the container (Jakarta Servlet, section 13.3).
     *
     * @param callers says who a caller is
     * @return the source
     */
    public static UserSource container(CallerUsers callers) {
        return new UserSource(null, Objects.requireNonNull(callers, "callers"), null);
    }

    /**
     * Users who log in with another OpenID Connect issuer.
     *
     * @param provider the issuer
     * @return the source
     */
    public static UserSource upstream(UpstreamProvider provider) {
        return new UserSource(null, null, Objects.requireNonNull(provider, "provider"));
    }

    /**
     * Asks which kind this is: one of the functions is called, once.
     *
     * @param form takes who checks passwords
     * @param container takes who knows the callers of the container
     * @param upstream takes the other issuer
     * @param <T> what the functions give
     * @return what that function gave
     */
    public <T> T choose(
            Function<UserAuthenticator, T> form,
            Function<CallerUsers, T> container,
            Function<UpstreamProvider, T> upstream) {
        if (users != null) {
            return form.apply(users);
        }
        return callers != null
                ? container.apply(callers)
                : upstream.apply(Objects.requireNonNull(provider, "provider"));
    }
}
