package org.mcpoauth.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.inject.Singleton;
import java.util.Set;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** Adds our beans where the application has none of its own. */
final class Synthesizer {
    private final SyntheticComponents components;
    private final Discovered discovered;

    Synthesizer(SyntheticComponents components, Discovered discovered) {
        this.components = components;
        this.discovered = discovered;
    }

    void runtime() {
        if (!discovered.isProvided(McpOAuthRuntime.class)) {
            // a final class has no proxy, so it has no normal scope
            components
                    .addBean(McpOAuthRuntime.class)
                    .type(McpOAuthRuntime.class)
                    .scope(Singleton.class)
                    .createWith(BeanCreators.OfRuntime.class)
                    .disposeWith(BeanCreators.RuntimeDisposer.class);
        }
        add(Discovery.class, BeanCreators.OfDiscovery.class);
        add(Registration.class, BeanCreators.OfRegistration.class);
        add(Grants.class, BeanCreators.OfGrants.class);
    }

    void clients(Set<String> names) {
        for (String name : names) {
            components
                    .addBean(McpOAuthClient.class)
                    .type(McpOAuthClient.class)
                    .qualifier(McpOAuthLiteral.of(name))
                    .scope(ApplicationScoped.class)
                    .withParam(BeanCreators.NAME, name)
                    .createWith(BeanCreators.OfClient.class);
        }
    }

    /** The resource of the configuration, else the parts of one that the application made itself. */
    void resource(boolean isConfigured) {
        if (isConfigured) {
            add(ProtectedResource.class, BeanCreators.OfResource.class);
            add(TokenVerifier.class, BeanCreators.OfVerifier.class);
        } else if (discovered.isProvided(ProtectedResource.class)) {
            add(TokenVerifier.class, BeanCreators.OfResourceVerifier.class);
        } else {
            return;
        }
        add(PrincipalBinder.class, BeanCreators.OfBinder.class);
        add(RequestStateCodec.class, BeanCreators.OfRequestStates.class);
    }

    void authorizationServer(boolean isConfigured) {
        if (isConfigured) {
            add(AuthorizationServer.class, BeanCreators.OfAuthorizationServer.class);
        }
    }

    /** What is configured is made when the application starts, so that it does not start in vain. */
    void start(Set<String> clients, boolean resource, boolean authorizationServer) {
        components
                .addObserver(Startup.class)
                .declaringClass(McpOAuthExtension.class)
                .withParam(StartUp.CLIENTS, clients.toArray(new String[0]))
                .withParam(StartUp.RESOURCE, resource)
                .withParam(StartUp.AUTHORIZATION_SERVER, authorizationServer)
                .observeWith(StartUp.class);
    }

    private <T> void add(Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        if (!discovered.isProvided(type)) {
            components.addBean(type).type(type).scope(ApplicationScoped.class).createWith(creator);
        }
    }
}
