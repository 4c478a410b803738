package org.mcpoauth.cdi;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanBuilder;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.RegisteredClients;

/** Adds our beans where the application has none of its own. */
final class Synthesizer {
    /** What a client does. */
    static final List<Class<?>> STEPS = List.of(Discovery.class, Registration.class, Grants.class);

    private final SyntheticComponents components;
    private final Discovered discovered;

    Synthesizer(SyntheticComponents components, Discovered discovered) {
        this.components = components;
        this.discovered = discovered;
    }

    void credentials() {
        components
                .addBean(FoundCredentials.class)
                .type(FoundCredentials.class)
                .scope(Singleton.class)
                .createWith(BeanCreators.OfCredentials.class);
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
            // not a proxy, so it has no normal scope
            components
                    .addBean(MadeClient.class)
                    .type(MadeClient.class)
                    .qualifier(McpOAuthLiteral.of(name))
                    .scope(Singleton.class)
                    .withParam(BeanCreators.NAME, name)
                    .createWith(BeanCreators.OfMadeClient.class);
            components
                    .addBean(McpOAuthClient.class)
                    .type(McpOAuthClient.class)
                    .qualifier(McpOAuthLiteral.of(name))
                    .scope(ApplicationScoped.class)
                    .withParam(BeanCreators.NAME, name)
                    .createWith(BeanCreators.OfClient.class);
        }
    }

    /** The steps of clients, for who takes them one by one. */
    void steps(Set<String> names) {
        for (String name : names) {
            addStep(name, Discovery.class, BeanCreators.OfClientDiscovery.class);
            addStep(name, Registration.class, BeanCreators.OfRegistration.class);
            addStep(name, Grants.class, BeanCreators.OfGrants.class);
        }
    }

    private <T> void addStep(String client, Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        if (!discovered.isStepProvided(type, client)) {
            components
                    .addBean(type)
                    .type(type)
                    .qualifier(McpOAuthLiteral.of(client))
                    .scope(ApplicationScoped.class)
                    .withParam(BeanCreators.NAME, client)
                    .createWith(creator);
        }
    }

    /** What is served for clients; the bindings look for it. */
    void clientEndpoints(Set<String> names) {
        if (!names.isEmpty() && !discovered.isProvided(ClientEndpoints.class)) {
            components
                    .addBean(ClientEndpoints.class)
                    .type(ClientEndpoints.class)
                    .scope(ApplicationScoped.class)
                    .withParam(BeanCreators.NAMES, names.toArray(new String[0]))
                    .createWith(BeanCreators.OfClientEndpoints.class);
        }
    }

    /** The resources of the configuration, and the parts of one that the application made itself. */
    void resources(Set<String> names) {
        for (String name : names) {
            addOf(name, ProtectedResource.class, BeanCreators.OfResource.class);
            addOf(name, TokenVerifier.class, BeanCreators.OfVerifier.class);
            addParts(name);
        }
        for (String name : discovered.providedResources()) {
            addOf(name, TokenVerifier.class, BeanCreators.OfResourceVerifier.class);
            addParts(name);
        }
    }

    /** What is revoked is forgotten at once, before observers of the application may fail. */
    void revocations() {
        components
                .addObserver(TokenRevoked.class)
                .declaringClass(McpOAuthExtension.class)
                .priority(Interceptor.Priority.LIBRARY_BEFORE)
                .observeWith(Revocations.class);
    }

    private void addParts(String name) {
        addOf(name, PrincipalBinder.class, BeanCreators.OfBinder.class);
        addOf(name, RequestStateCodec.class, BeanCreators.OfRequestStates.class);
    }

    /** The resource without a name is injected without a qualifier. */
    private <T> void addOf(String name, Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        if (discovered.isProvided(type, name)) {
            return;
        }
        SyntheticBeanBuilder<T> bean = components
                .addBean(type)
                .type(type)
                .scope(ApplicationScoped.class)
                .withParam(BeanCreators.NAME, name)
                .createWith(creator);
        bean.qualifier(McpOAuthLiteral.of(name));
        if (ResourceServerConfigurations.UNNAMED.equals(name)) {
            bean.qualifier(Default.Literal.INSTANCE);
        }
    }

    void authorizationServer(boolean isConfigured) {
        if (isConfigured) {
            // a record has no proxy, so it has no normal scope
            components
                    .addBean(MadeServer.class)
                    .type(MadeServer.class)
                    .scope(Singleton.class)
                    .createWith(BeanCreators.OfMadeServer.class);
            add(AuthorizationServer.class, BeanCreators.OfAuthorizationServer.class);
            add(Consents.class, BeanCreators.OfConsents.class);
            add(RegisteredClients.class, BeanCreators.OfRegisteredClients.class);
        }
    }

    /** What is configured is made when the application starts, so that it does not start in vain. */
    void start(Set<String> clients, Set<String> served, Set<String> resources, boolean authorizationServer) {
        components
                .addObserver(Startup.class)
                .declaringClass(McpOAuthExtension.class)
                .withParam(StartUp.CLIENTS, clients.toArray(new String[0]))
                .withParam(StartUp.SERVES_CLIENTS, !served.isEmpty())
                .withParam(StartUp.RESOURCES, resources.toArray(new String[0]))
                .withParam(StartUp.AUTHORIZATION_SERVER, authorizationServer)
                .observeWith(StartUp.class);
        components
                .addObserver(Object.class)
                .declaringClass(McpOAuthExtension.class)
                .qualifier(Initialized.Literal.APPLICATION)
                .withParam(StartUp.RESOURCES, resources.toArray(new String[0]))
                .withParam(StartUp.AUTHORIZATION_SERVER, authorizationServer)
                .observeWith(WebStart.class);
    }

    /** A web application that has lost the filter does not start; without servlets there is none to lose. */
    void servletGuard(Set<String> resources) {
        boolean guards = !resources.isEmpty() || !discovered.providedResources().isEmpty();
        if (guards && ServletTypes.arePresent()) {
            components
                    .addObserver(ServletContext.class)
                    .declaringClass(McpOAuthExtension.class)
                    .qualifier(Initialized.Literal.APPLICATION)
                    .observeWith(ServletGuardCheck.class);
        }
    }

    private <T> void add(Class<T> type, Class<? extends SyntheticBeanCreator<T>> creator) {
        if (!discovered.isProvided(type)) {
            components.addBean(type).type(type).scope(ApplicationScoped.class).createWith(creator);
        }
    }
}
