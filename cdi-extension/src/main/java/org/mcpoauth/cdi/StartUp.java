package org.mcpoauth.cdi;

import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.EventContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.cdi.config.ObservationSettings;
import org.mcpoauth.cdi.config.RuntimeSettings;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** Makes what is configured when the application starts; what cannot be made ends the start. */
public final class StartUp implements SyntheticObserver<Startup> {
    static final String CLIENTS = "clients";
    static final String SERVES_CLIENTS = "servesClients";
    static final String RESOURCES = "resources";
    static final String AUTHORIZATION_SERVER = "authorizationServer";

    /** For the container. */
    public StartUp() {}

    @Override
    public void observe(EventContext<Startup> event, Parameters parameters) {
        Map<String, ResourceServerConfiguration> resources = new LinkedHashMap<>();
        for (String name : parameters.get(RESOURCES, String[].class)) {
            resources.put(name, Beans.get(ProtectedResource.class, name).configuration());
            make(Beans.get(TokenVerifier.class, name));
        }
        if (parameters.get(AUTHORIZATION_SERVER, Boolean.class)) {
            Beans.get(AuthorizationServer.class).configuration();
        }
        Config config = ConfigProvider.getConfig();
        boolean isEnabled = RuntimeSettings.isEnabled(config);
        if (isEnabled) {
            for (String name : parameters.get(CLIENTS, String[].class)) {
                CDI.current()
                        .select(McpOAuthClient.class, McpOAuthLiteral.of(name))
                        .get()
                        .name();
            }
        }
        if (parameters.get(SERVES_CLIENTS, Boolean.class)) {
            Objects.requireNonNull(Beans.get(ClientEndpoints.class).endpoints(), "endpoints");
        }
        if (isEnabled && !resources.isEmpty()) {
            new IssuerCheck(Beans.get(McpOAuthRuntime.class), resources, Beans.find(AuthorizationServer.class))
                    .run(ObservationSettings.read(config).startupCheck());
        }
    }

    /** The first call makes what a proxy stands for; of the methods that every object has only this one is passed on. */
    private static void make(TokenVerifier proxy) {
        Objects.requireNonNull(proxy.toString(), "verifier");
    }
}
