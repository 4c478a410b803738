package org.mcpoauth.cdi.openapi;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.mcpoauth.cdi.config.AuthorizationServerConfigurations;
import org.mcpoauth.cdi.config.ClientConfigurations;
import org.mcpoauth.cdi.config.ResourceServerConfigurations;
import org.mcpoauth.cdi.config.RuntimeSettings;

/**
 * Adds what this library serves to the OpenAPI document of the application: the endpoints of its authorization server, the
 * metadata of its protected resources, login and callback of its clients. An application switches it on by {@code
 * mp.openapi.filter=org.mcpoauth.cdi.openapi.McpOAuthOpenApi}; a filter of its own may call this one.
 *
 * <p>What is served is read from MicroProfile Config, because runtimes make the document before there are beans. Paths that
 * the document has already stay as they are. Safe for use by several threads.
 */
public final class McpOAuthOpenApi implements OASFilter {
    /** For the runtime. */
    public McpOAuthOpenApi() {}

    /**
     * Adds the paths.
     *
     * @param document the document of the application
     * @throws org.mcpoauth.api.error.ConfigurationException if the configuration cannot be used, which ends the start of
     *     the application too
     */
    @Override
    public void filterOpenAPI(OpenAPI document) {
        Config config = ConfigProvider.getConfig();
        if (RuntimeSettings.isEnabled(config)) {
            DescribedPaths paths = new DescribedPaths(document);
            described(config).forEach(paths::add);
        }
    }

    private static Stream<DescribedEndpoint> described(Config config) {
        Stream<DescribedEndpoint> server = AuthorizationServerConfigurations.isEnabled(config)
                ? new ServerEndpoints(AuthorizationServerConfigurations.readBeforeBeans(config)).all()
                : Stream.empty();
        Stream<DescribedEndpoint> resources = ResourceServerConfigurations.names(config).stream()
                .map(name -> ResourceServerConfigurations.readBeforeBeans(config, name))
                .flatMap(ResourceEndpoints::of);
        Stream<DescribedEndpoint> clients = ClientConfigurations.served(config, clientNames(config)).stream()
                .map(name -> ClientConfigurations.readBeforeBeans(config, name))
                .flatMap(WebClientEndpoints::of);
        return Stream.of(server, resources, clients).flatMap(endpoints -> endpoints);
    }

    private static Set<String> clientNames(Config config) {
        return new LinkedHashSet<>(ClientConfigurations.names(config));
    }
}
