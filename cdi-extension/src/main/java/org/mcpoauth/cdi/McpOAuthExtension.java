package org.mcpoauth.cdi;

import jakarta.enterprise.inject.build.compatible.spi.BeanInfo;
import jakarta.enterprise.inject.build.compatible.spi.BuildCompatibleExtension;
import jakarta.enterprise.inject.build.compatible.spi.Messages;
import jakarta.enterprise.inject.build.compatible.spi.Registration;
import jakarta.enterprise.inject.build.compatible.spi.Synthesis;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticComponents;
import jakarta.enterprise.inject.build.compatible.spi.Validation;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.cdi.config.AuthorizationServerConfigurations;
import org.mcpoauth.cdi.config.ClientConfigurations;
import org.mcpoauth.cdi.config.JsonWebTokens;
import org.mcpoauth.cdi.config.KeyReview;
import org.mcpoauth.cdi.config.ObservationSettings;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;
import org.mcpoauth.cdi.config.RuntimeSettings;
import org.mcpoauth.cdi.health.HealthSynthesizer;
import org.mcpoauth.cdi.health.MicroProfileHealth;
import org.mcpoauth.cdi.identity.IdentityPoints;
import org.mcpoauth.cdi.identity.IdentitySynthesizer;
import org.mcpoauth.cdi.identity.MicroProfileJwt;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.CallerUsers;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.RegisteredClients;
import org.mcpoauth.spi.server.UpstreamProvider;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.store.StateStore;

/**
 * Makes beans out of MicroProfile Config.
 *
 * <p>Always there: {@link McpOAuthRuntime}, {@link Discovery}, {@link
 * org.mcpoauth.api.client.Registration}, {@link Grants}, and for each request {@link VerifiedToken} and {@link
 * TokenPrincipal}. A {@link McpOAuthClient} for each name at an
 * injection point or with a {@code server-url}, and the same three steps with its name. With {@code mcp.oauth.resource.url}: {@link
 * ProtectedResource}, {@link TokenVerifier}, {@link PrincipalBinder}, {@link RequestStateCodec}; with {@code
 * mcp.oauth.resource.<name>.url} the same, qualified with {@code @McpOAuth("name")}. With {@code
 * mcp.oauth.as.enabled}: {@link AuthorizationServer}, {@link Consents} and {@link RegisteredClients}. An unqualified bean of the application takes
 * the place of ours of the same type.
 *
 * <p>Deployment fails, with all problems in one message, if what is injected is not configured or what is
 * configured is wrong.
 */
public final class McpOAuthExtension implements BuildCompatibleExtension {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    private static final List<Class<?>> PARTS_OF_RESOURCE =
            List.of(ProtectedResource.class, TokenVerifier.class, PrincipalBinder.class, RequestStateCodec.class);

    private final Discovered discovered = new Discovered();
    private final IdentityPoints identity = new IdentityPoints();
    private final DeploymentCheck check = new DeploymentCheck();

    // of the synthesis, because our own beans count as discovered afterwards
    private Set<String> clientNames = Set.of();
    private Set<String> servedClients = Set.of();
    private Set<String> resourceNames = Set.of();
    private boolean makesServer;

    /** For the container. */
    public McpOAuthExtension() {}

    /**
     * Notes which of our beans the application replaces.
     *
     * @param bean a bean of the application
     */
    @Registration(
            types = {
                McpOAuthClient.class,
                McpOAuthRuntime.class,
                Discovery.class,
                org.mcpoauth.api.client.Registration.class,
                Grants.class,
                ProtectedResource.class,
                TokenVerifier.class,
                PrincipalBinder.class,
                RequestStateCodec.class,
                VerifiedToken.class,
                TokenPrincipal.class,
                AuthorizationServer.class,
                Consents.class,
                RegisteredClients.class,
                ClientEndpoints.class,
                UserSource.class,
                UserAuthenticator.class,
                CallerUsers.class,
                UpstreamProvider.class,
                StateStore.class
            })
    public void replaced(BeanInfo bean) {
        discovered.provides(bean);
    }

    /**
     * Notes what the application wants injected.
     *
     * @param bean a bean of the application
     */
    @Registration(types = Object.class)
    public void injected(BeanInfo bean) {
        discovered.wants(bean);
        discovered.providesNamed(bean, MicroProfileJwt.TOKEN);
        // that of a server knows nobody without a store
        if (!bean.isSynthetic()) {
            discovered.providesNamed(bean, JakartaSecurity.HANDLER);
        }
        identity.wants(bean);
    }

    /**
     * Adds our beans. They are made at the start of the application only if nothing is wrong, because some
     * containers start before they validate, and would tell the first problem alone.
     *
     * @param components takes them
     */
    @Synthesis
    public void synthesize(SyntheticComponents components) {
        Config config = ConfigProvider.getConfig();
        clientNames = clientNames(config);
        servedClients = ClientConfigurations.served(config, clientNames);
        resourceNames = resourceNames(config);
        makesServer = hasAuthorizationServer(config);
        checkConfiguration(config);
        Synthesizer beans = new Synthesizer(components, discovered);
        beans.credentials();
        beans.runtime();
        beans.clients(clientNames);
        Set<String> clientsWithSteps = new LinkedHashSet<>(clientNames);
        clientsWithSteps.addAll(discovered.wantedSteps());
        beans.steps(clientsWithSteps);
        beans.clientEndpoints(servedClients);
        beans.resources(resourceNames);
        beans.revocations();
        beans.authorizationServer(makesServer);
        IdentitySynthesizer caller = new IdentitySynthesizer(components);
        caller.caller(discovered::isProvided);
        if (makesJsonWebTokens(config)) {
            caller.microProfileJwt(identity);
        }
        if (check.problems().isEmpty()) {
            beans.start(discovered.wantedClients(), servedClients, resourceNames, makesServer);
            addHealth(config, components);
            beans.servletGuard(resourceNames);
        }
    }

    /**
     * Checks the configuration, and tells which keys are unknown or weaken security.
     *
     * @param messages takes the problems
     */
    @Validation
    public void validate(Messages messages) {
        Config config = ConfigProvider.getConfig();
        KeyReview review = new KeyReview(config);
        review.unknownKeys().forEach(sentence -> LOG.log(Level.WARNING, "MCPO5001 " + sentence));
        review.dangerousSettings(clientNames, resourceNames)
                .forEach(sentence -> LOG.log(Level.WARNING, "MCPO5002 " + sentence));
        if (makesServer) {
            check.identityStores(config, discovered.isProvided(JakartaSecurity.HANDLER));
        }
        List<String> problems = check.problems();
        if (!problems.isEmpty()) {
            messages.error(
                    "MCPO5003 the configuration of MCP authorization cannot be used:\n" + String.join("\n", problems));
        }
    }

    private void addHealth(Config config, SyntheticComponents components) {
        boolean isWanted = RuntimeSettings.isEnabled(config)
                && ObservationSettings.read(config).health();
        if (isWanted && MicroProfileHealth.isPresent()) {
            boolean hasResources =
                    !resourceNames.isEmpty() || !discovered.providedResources().isEmpty();
            new HealthSynthesizer(components).add(hasResources, makesServer);
        }
    }

    private void checkConfiguration(Config config) {
        check.runtime(config);
        check.add(RepeatedJars.problems(Thread.currentThread().getContextClassLoader()));
        Set<String> neededClients = new LinkedHashSet<>(discovered.wantedClients());
        neededClients.addAll(servedClients);
        check.clients(config, neededClients, discovered::isStoreProvided);
        check.resources(config, resourceNames);
        if (makesServer) {
            check.authorizationServer(config, discovered::isProvided);
        }
        check.add(identity.problems());
        if (makesJsonWebTokens(config)) {
            check.add(identity.claimProblems());
        }
    }

    private Set<String> clientNames(Config config) {
        Set<String> names = new LinkedHashSet<>(discovered.wantedClients());
        names.addAll(ClientConfigurations.names(config));
        names.removeIf(name -> discovered.isClientProvided(name));
        return names;
    }

    /** Those configured, and those injected somewhere, which are reported if they are not configured. */
    private Set<String> resourceNames(Config config) {
        Set<String> names = new LinkedHashSet<>(ResourceServerConfigurations.names(config));
        for (Class<?> part : PARTS_OF_RESOURCE) {
            names.addAll(discovered.wantedResources(part));
        }
        names.removeIf(name -> discovered.isProvided(ProtectedResource.class, name));
        return names;
    }

    private boolean makesJsonWebTokens(Config config) {
        return !discovered.isProvided(MicroProfileJwt.TOKEN)
                && switch (JsonWebTokens.read(config)) {
                    case AUTO -> MicroProfileJwt.isOfApplication();
                    case ON -> MicroProfileJwt.isPresent();
                    case OFF -> false;
                };
    }

    private boolean hasAuthorizationServer(Config config) {
        return !discovered.isProvided(AuthorizationServer.class)
                && (AuthorizationServerConfigurations.isEnabled(config)
                        || discovered.isWanted(AuthorizationServer.class));
    }
}
