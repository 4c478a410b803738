package org.mcpoauth.cdi;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.Config;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.cdi.config.AuthorizationServerConfigurations;
import org.mcpoauth.cdi.config.ClientConfigurations;
import org.mcpoauth.cdi.config.Credentials;
import org.mcpoauth.cdi.config.FullKeys;
import org.mcpoauth.cdi.config.JsonWebTokens;
import org.mcpoauth.cdi.config.LoginSettings;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;
import org.mcpoauth.cdi.config.Role;
import org.mcpoauth.cdi.config.RuntimeSettings;
import org.mcpoauth.cdi.config.StoreSettings.Kind;

/** Reads all that an application needs and collects what is wrong, so that it is told at once. */
final class DeploymentCheck {
    // a key that two roles read is told once
    private final Set<String> problems = new LinkedHashSet<>();

    List<String> problems() {
        return List.copyOf(problems);
    }

    void add(List<String> found) {
        problems.addAll(found);
    }

    void runtime(Config config) {
        collect(() -> RuntimeSettings.read(config, Credentials.TO_COME));
        collect(() -> AuthorizationServerConfigurations.requireDecided(config));
        collect(() -> JsonWebTokens.requireDecided(config));
    }

    void clients(Config config, Set<String> names, Predicate<String> hasStore) {
        names.forEach(name -> {
            collect(() -> ClientConfigurations.readBeforeBeans(config, name));
            collect(() -> FullKeys.ofClient(name, () -> requireOpenId(config, name)));
            collect(() -> FullKeys.ofClientStore(name, () -> requireStore(config, name, hasStore)));
        });
    }

    private static boolean requireOpenId(Config config, String name) {
        boolean isWanted = ClientConfigurations.openIdIssuer(config, name).isPresent();
        if (isWanted && !JakartaSecurity.isPresent()) {
            throw new ConfigurationException(
                    "id-jag.subject-token", "oidc needs Jakarta Security 3.0, which this application does not see");
        }
        return isWanted;
    }

    /** What else is wrong with the store of a client is told with its other keys. */
    private static boolean requireStore(Config config, String name, Predicate<String> hasStore) {
        boolean isBean = ClientConfigurations.store(config, Credentials.TO_COME, name)
                .filter(store -> store.kind() == Kind.BEAN)
                .isPresent();
        if (isBean && !hasStore.test(name)) {
            throw ConfiguredStores.missingBean(name);
        }
        return isBean;
    }

    void resources(Config config, Set<String> names) {
        names.forEach(name -> collect(() -> ResourceServerConfigurations.readBeforeBeans(config, name)));
        collect(() -> ResourceServerConfigurations.requireDistinct(config, names));
    }

    void authorizationServer(Config config, Predicate<Class<?>> isProvided) {
        collect(() -> AuthorizationServerConfigurations.readBeforeBeans(config));
        collect(() -> FullKeys.of(Role.AUTHORIZATION_SERVER, () -> users(config, isProvided)));
    }

    /** When extensions have added their beans. */
    void identityStores(Config config, boolean hasHandler) {
        if (!hasHandler) {
            collect(() -> FullKeys.of(Role.AUTHORIZATION_SERVER, () -> stores(config)));
        }
    }

    private static LoginSettings stores(Config config) {
        LoginSettings settings = LoginSettings.read(config, Credentials.TO_COME);
        UserSources.requireStores(settings);
        return settings;
    }

    private static LoginSettings users(Config config, Predicate<Class<?>> isProvided) {
        LoginSettings settings = LoginSettings.read(config, Credentials.TO_COME);
        UserSources.requireBeans(settings, isProvided);
        return settings;
    }

    private void collect(Runnable reading) {
        try {
            reading.run();
        } catch (ConfigurationException e) {
            String.valueOf(e.getMessage()).lines().forEach(problems::add);
        }
    }
}
