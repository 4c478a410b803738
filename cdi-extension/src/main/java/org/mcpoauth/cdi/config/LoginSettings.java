package org.mcpoauth.cdi.config;

import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.server.UpstreamProvider;

/**
 * Where the keys say that the users of the authorization server log in.
 *
 * @param login how they log in, {@code null} where the keys leave it to the beans
 * @param upstream the other issuer, there for {@link Login#UPSTREAM} only
 */
public record LoginSettings(@Nullable Login login, Optional<UpstreamProvider> upstream) {
    private static final Issuer NO_ISSUER = Issuer.of("https://missing.invalid");

    /** How users may log in. */
    public enum Login {
        /** With the container. */
        CONTAINER,
        /** With the form of the authorization server. */
        FORM,
        /** With the form of the authorization server, which asks the identity stores of Jakarta Security. */
        IDENTITY_STORE,
        /** With another OpenID Connect issuer, which keys name. */
        UPSTREAM,
        /** As a bean says. */
        BEAN
    }

    /**
     * Reads the keys, none of them an alias.
     *
     * @param config where they are
     * @return the settings
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static LoginSettings read(Config config) {
        return read(config, Credentials.NONE);
    }

    /**
     * Reads the keys.
     *
     * @param config where they are
     * @param credentials knows what aliases stand for
     * @return the settings
     * @throws org.mcpoauth.api.error.ConfigurationException with all problems in its message
     */
    public static LoginSettings read(Config config, Credentials credentials) {
        Settings settings = Settings.of(config, credentials, new Problems());
        Login login = settings.choice(ConfigurationKey.AS_LOGIN, Login.class).orElse(null);
        if (login == Login.UPSTREAM) {
            return new LoginSettings(login, Optional.of(upstream(settings)));
        }
        if (settings.find(ConfigurationKey.AS_UPSTREAM_ISSUER).isPresent()) {
            settings.problem(ConfigurationKey.AS_UPSTREAM_ISSUER, "is only for login=upstream");
        }
        return settings.build(Role.AUTHORIZATION_SERVER, () -> new LoginSettings(login, Optional.empty()));
    }

    private static UpstreamProvider upstream(Settings settings) {
        Issuer issuer = settings.required(ConfigurationKey.AS_UPSTREAM_ISSUER, Issuer::of, NO_ISSUER);
        String clientId = settings.required(ConfigurationKey.AS_UPSTREAM_CLIENT_ID, text -> text, "");
        Changing<ClientAuthentication> authentication = settings.changing(
                        ConfigurationKey.AS_UPSTREAM_CLIENT_SECRET,
                        ConfigurationKey.AS_UPSTREAM_CLIENT_SECRET_FILE,
                        LoginSettings::authentication)
                .orElseGet(() -> Changing.of(new ClientAuthentication.None()));
        Scopes scopes = settings.scopes(ConfigurationKey.AS_UPSTREAM_SCOPES).orElseGet(() -> Scopes.of("openid"));
        return settings.build(
                Role.AUTHORIZATION_SERVER, () -> new UpstreamProvider(issuer, clientId, authentication, scopes));
    }

    private static ClientAuthentication authentication(String secret) {
        return new ClientAuthentication.ClientSecretBasic(Secret.of(secret));
    }
}
