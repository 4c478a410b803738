package org.mcpoauth.starter.node;

import java.net.URI;
import java.util.List;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.server.rest.McpOAuthEndpoints;
import org.mcpoauth.server.rest.McpOAuthFeature;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.RequestStateRules;

/** One instance of a protected MCP server on Jersey and Grizzly, on a port of the system's choice. */
final class Node implements AutoCloseable {
    /** The public URL of all instances, as a load balancer in front of them would have it. */
    static final String RESOURCE = "http://127.0.0.1/mcp";

    private static final Secret STATE_KEY = Secret.of("the key that all the nodes of a test share");

    private final McpOAuthRuntime runtime;
    private final HttpServer server;

    Node(McpOAuthRuntime runtime, Issuer issuer) {
        this.runtime = runtime;
        ResourceServerConfiguration configuration = ResourceServerConfiguration.builder(
                        ResourceIdentifier.of(RESOURCE), List.of(issuer))
                .requestState(RequestStateRules.DEFAULT.withKeys(List.of(STATE_KEY)))
                .build();
        ProtectedResource resource = runtime.protectedResource(configuration);
        this.server = GrizzlyHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/"),
                new ResourceConfig()
                        .register(new NodeEndpoint(
                                resource.requestStates(), runtime.services().stateStore()))
                        .register(new McpOAuthFeature(resource))
                        .register(new McpOAuthEndpoints(resource)));
    }

    URI mcp() {
        int port = server.getListeners().iterator().next().getPort();
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    @Override
    public void close() {
        server.shutdownNow();
        runtime.close();
    }
}
