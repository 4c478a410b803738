package org.mcpoauth.client.obtain;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.client.agent.HeadlessAgent;
import org.mcpoauth.client.agent.LoopbackAgent;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.client.AuthorizationAgent;
import org.mcpoauth.spi.client.ReadyAgent;

/** Puts our agents in the place of their names. */
public final class Agents {
    private Agents() {}

    /**
     * The agent of a client, {@code null} when nobody takes the user to the authorization server.
     *
     * @throws ConfigurationException if no answer could reach the agent
     */
    public static @Nullable AuthorizationAgent of(ClientConfiguration configuration, McpOAuthServices services) {
        AuthorizationAgent agent = configuration.agent();
        return agent instanceof ReadyAgent name ? named(name, configuration, services) : agent;
    }

    private static AuthorizationAgent named(
            ReadyAgent name, ClientConfiguration configuration, McpOAuthServices services) {
        return switch (name) {
            case HEADLESS -> new HeadlessAgent(services);
            case LOOPBACK -> {
                configuration.metadata().redirectUris().stream().findFirst().ifPresent(LoopbackAgent::requireReachable);
                yield LoopbackAgent.builder().build();
            }
        };
    }
}
