package org.mcpoauth.spi;

import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpClients;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.http.JdkHttpClients;

/**
 * What every implementation works with. All parts are safe for use by several threads.
 *
 * @param transport sends OAuth requests
 * @param endpointPolicy says which discovered URLs may be called
 * @param stateStore keeps state over requests and nodes
 * @param clock the only source of the current time
 * @param executor runs what must not block a caller, such as a refresh ahead of time
 * @param cryptoProvider the name of the JCA provider for signatures, or {@code null} for the platform's
 *     choice
 * @param keySetCache keeps key sets of issuers over restarts
 * @param auditListener learns what happens at protected resources and authorization servers, and to clients
 * @param timer starts what is due although nobody calls
 * @param connections how connections are made
 * @param httpClients call MCP servers
 */
public record McpOAuthServices(
        HttpTransport transport,
        EndpointPolicy endpointPolicy,
        StateStore stateStore,
        InstantSource clock,
        Executor executor,
        @Nullable String cryptoProvider,
        KeySetCache keySetCache,
        AuditListener auditListener,
        Timer timer,
        Connections connections,
        HttpClients httpClients) {

    /** Checks that nothing is missing. */
    public McpOAuthServices {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(endpointPolicy, "endpointPolicy");
        Objects.requireNonNull(stateStore, "stateStore");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(keySetCache, "keySetCache");
        Objects.requireNonNull(auditListener, "auditListener");
        Objects.requireNonNull(timer, "timer");
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(httpClients, "httpClients");
    }

    /**
     * Services whose calls of MCP servers have connections of their own, which nobody closes.
     *
     * @param transport sends OAuth requests
     * @param endpointPolicy says which discovered URLs may be called
     * @param stateStore keeps state over requests and nodes
     * @param clock the only source of the current time
     * @param executor runs what must not block a caller, such as a refresh ahead of time
     * @param cryptoProvider the name of the JCA provider for signatures, or {@code null} for the platform's
     *     choice
     * @param keySetCache keeps key sets of issuers over restarts
     * @param auditListener learns what happens at protected resources and authorization servers, and to clients
     * @param timer starts what is due although nobody calls
     * @param connections how connections are made
     */
    public McpOAuthServices(
            HttpTransport transport,
            EndpointPolicy endpointPolicy,
            StateStore stateStore,
            InstantSource clock,
            Executor executor,
            @Nullable String cryptoProvider,
            KeySetCache keySetCache,
            AuditListener auditListener,
            Timer timer,
            Connections connections) {
        this(
                transport,
                endpointPolicy,
                stateStore,
                clock,
                executor,
                cryptoProvider,
                keySetCache,
                auditListener,
                timer,
                connections,
                new JdkHttpClients(connections));
    }

    /**
     * Services that keep no key set over restarts, tell nobody what happens, have no timer, and make connections
     * as the JVM does.
     *
     * @param transport sends OAuth requests
     * @param endpointPolicy says which discovered URLs may be called
     * @param stateStore keeps state over requests and nodes
     * @param clock the only source of the current time
     * @param executor runs what must not block a caller, such as a refresh ahead of time
     * @param cryptoProvider the name of the JCA provider for signatures, or {@code null} for the platform's
     *     choice
     */
    public McpOAuthServices(
            HttpTransport transport,
            EndpointPolicy endpointPolicy,
            StateStore stateStore,
            InstantSource clock,
            Executor executor,
            @Nullable String cryptoProvider) {
        this(
                transport,
                endpointPolicy,
                stateStore,
                clock,
                executor,
                cryptoProvider,
                KeySetCache.NONE,
                AuditListener.NONE,
                Timer.NONE,
                Connections.DEFAULT);
    }

    /**
     * The same with another store.
     *
     * @param value keeps state over requests and nodes
     * @return new services
     */
    public McpOAuthServices withStateStore(StateStore value) {
        return new McpOAuthServices(
                transport,
                endpointPolicy,
                value,
                clock,
                executor,
                cryptoProvider,
                keySetCache,
                auditListener,
                timer,
                connections,
                httpClients);
    }
}
