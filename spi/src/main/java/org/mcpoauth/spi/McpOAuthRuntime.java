package org.mcpoauth.spi;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.DPoPProofs;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.http.Connections;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.http.HttpTransport;
import org.mcpoauth.spi.key.KeySetCache;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.UserAuthenticator;
import org.mcpoauth.spi.server.UserSource;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.check.ResourceCheck;
import org.mcpoauth.spi.support.concurrent.DaemonThreads;
import org.mcpoauth.spi.support.concurrent.DaemonTimer;
import org.mcpoauth.spi.support.concurrent.RefreshTime;
import org.mcpoauth.spi.support.http.JdkHttpClients;
import org.mcpoauth.spi.support.http.JdkHttpTransport;
import org.mcpoauth.spi.support.http.StrictEndpointPolicy;
import org.mcpoauth.spi.support.store.StoreLimits;

/**
 * The way in for plain Java SE, and what the CDI extension stands on.
 *
 * <pre>{@code
 * ClientMetadata metadata = ClientMetadata.builder()
 *         .clientName("Sales assistant")
 *         .redirectUris(List.of(URI.create("http://127.0.0.1:8765/callback")))
 *         .build();
 * try (McpOAuthRuntime runtime = McpOAuthRuntime.builder().build()) {
 *     McpOAuthClient crm = runtime.client(
 *             ClientConfiguration.builder("crm", URI.create("https://crm.example/mcp"), metadata)
 *                     .agent(agent)
 *                     .build());
 *     HttpResponse<String> answer = crm.send(request, BodyHandlers.ofString());
 * }
 * }</pre>
 *
 * <p>Implementations are looked up once, when the runtime is built: the instance given to the builder,
 * else the class named there, else the only provider that is not of this library, else ours; two foreign
 * ones are a {@link ConfigurationException} that names both. Safe for use by several threads.
 */
public final class McpOAuthRuntime implements AutoCloseable {
    private final McpOAuthServices services;
    private final Map<Class<?>, Object> implementations;
    private final RevocationNews news;
    private final Runnable onClose;

    private McpOAuthRuntime(
            McpOAuthServices services, Map<Class<?>, Object> implementations, RevocationNews news, Runnable onClose) {
        this.services = services;
        this.news = news;
        this.implementations = Map.copyOf(implementations);
        this.onClose = onClose;
    }

    /**
     * A runtime with the defaults: public https endpoints only, state in memory.
     *
     * @return a new runtime
     * @throws ConfigurationException if several foreign implementations of one factory are present
     */
    public static McpOAuthRuntime create() {
        return builder().build();
    }

    /**
     * A builder with the defaults.
     *
     * @return a new builder, to be used by one thread
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Finds the credential store of this class path or module path, for a configuration that is read before there is a
     * runtime.
     *
     * @param className the name of its class; {@code null} for the only one
     * @return the store; empty if there is none and none is named
     * @throws ConfigurationException if there are several and none is named, or a named one is not there
     */
    public static Optional<CredentialStore> credentialStore(@Nullable String className) {
        return Implementations.choose(CredentialStore.class, className);
    }

    /**
     * What the implementations of this runtime work with.
     *
     * @return the services
     */
    public McpOAuthServices services() {
        return services;
    }

    /**
     * Makes the client of one MCP server.
     *
     * @param configuration what to call and how
     * @return the client
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public McpOAuthClient client(ClientConfiguration configuration) {
        return clients().client(configuration, services(configuration));
    }

    private McpOAuthServices services(ClientConfiguration configuration) {
        StateStore own = configuration.storage().store();
        return own == null ? services : services.withStateStore(own);
    }

    /**
     * Makes what a web application serves for its clients: login, callback, logout and client ID metadata
     * documents, as their configurations say. A binding such as {@code McpOAuthClientEndpoints} of the client
     * implementation serves them.
     *
     * @param clients clients of this runtime
     * @return their endpoints
     * @throws ConfigurationException if they cannot be served together
     * @throws IllegalArgumentException if a client is of another implementation
     */
    public ClientEndpoints endpoints(List<McpOAuthClient> clients) {
        return clients().endpoints(clients, services);
    }

    /**
     * Makes the discovery step.
     *
     * @return the step
     * @throws ConfigurationException if there is no implementation
     */
    public Discovery discovery() {
        return clients().discovery(services);
    }

    /**
     * Makes the discovery step as a client takes it.
     *
     * @param configuration the client
     * @return the step
     * @throws ConfigurationException if there is no implementation
     */
    public Discovery discovery(ClientConfiguration configuration) {
        return clients().discovery(configuration, services(configuration));
    }

    /**
     * Makes the registration step.
     *
     * @return the step
     * @throws ConfigurationException if there is no implementation
     */
    public Registration registration() {
        return clients().registration(services);
    }

    /**
     * Makes the grant requests.
     *
     * @return the requests
     * @throws ConfigurationException if there is no implementation
     */
    public Grants grants() {
        return clients().grants(services);
    }

    /**
     * Makes what builds DPoP keys and proofs.
     *
     * @return the proofs
     * @throws ConfigurationException if there is no implementation
     */
    public DPoPProofs dpop() {
        return clients().dpop(services);
    }

    /**
     * Makes the verifier of a protected resource.
     *
     * @param configuration what to accept
     * @return the verifier
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public TokenVerifier verifier(ResourceServerConfiguration configuration) {
        return news.telling(implementation(TokenVerifierFactory.class).verifier(configuration, services));
    }

    /**
     * Makes the verifier of a protected resource in the process of an authorization server. Where the
     * resource trusts it, and nothing else is configured for its tokens, its provider is asked about them.
     *
     * @param configuration what to accept
     * @param server the authorization server in this process
     * @return the verifier
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public TokenVerifier verifier(ResourceServerConfiguration configuration, AuthorizationServer server) {
        Issuer issuer = server.configuration().issuer();
        return isLookedUp(configuration, issuer)
                ? news.telling(implementation(TokenVerifierFactory.class)
                        .embedded(configuration, issuer, server.provider(), services))
                : verifier(configuration);
    }

    private static boolean isLookedUp(ResourceServerConfiguration configuration, Issuer issuer) {
        return switch (configuration.form()) {
            case EMBEDDED -> true;
            case JWT, INTROSPECTION, CONTAINER -> false;
            case AUTO ->
                configuration.introspection() == null && configuration.issuers().contains(TrustedIssuer.of(issuer));
        };
    }

    /**
     * Makes a protected resource with the verifier of this runtime.
     *
     * @param configuration what to guard and how
     * @return the protected resource
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public ProtectedResource protectedResource(ResourceServerConfiguration configuration) {
        return protectedResource(configuration, verifier(configuration));
    }

    /**
     * Makes a protected resource.
     *
     * @param configuration what to guard and how
     * @param verifier the verifier to ask
     * @return the protected resource
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public ProtectedResource protectedResource(ResourceServerConfiguration configuration, TokenVerifier verifier) {
        return implementation(ResourceGuardFactory.class)
                .protectedResource(configuration, news.telling(verifier), services);
    }

    /**
     * Looks for what will not work at a protected resource: plain http, an audience that is nearly the URL, and
     * issuers whose metadata or keys cannot be had, name another issuer, are too weak, or come from another time. Asks
     * the issuers, each for 5 seconds per request if nothing else is configured, and changes nothing.
     *
     * @param configuration what will be guarded and how
     * @return what was found, empty if nothing
     */
    public List<Finding> check(ResourceServerConfiguration configuration) {
        return new ResourceCheck(configuration, services).findings(issuer -> false);
    }

    /**
     * The same in the process of an authorization server, which need not serve yet.
     *
     * @param configuration what will be guarded and how
     * @param server the authorization server in this process, which is not asked
     * @return what was found, empty if nothing
     */
    public List<Finding> check(ResourceServerConfiguration configuration, AuthorizationServer server) {
        Issuer own = server.configuration().issuer();
        return new ResourceCheck(configuration, services).findings(own::equals);
    }

    /**
     * Makes an authorization server with the ready provider, whose users log in with its form.
     *
     * @param configuration the issuer and its rules
     * @param users checks names and passwords
     * @return the authorization server
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public AuthorizationServer authorizationServer(
            AuthorizationServerConfiguration configuration, UserAuthenticator users) {
        return authorizationServer(configuration, UserSource.form(users));
    }

    /**
     * Makes an authorization server with the ready provider.
     *
     * @param configuration the issuer and its rules
     * @param users where the users come from
     * @return the authorization server
     * @throws ConfigurationException if there is no implementation or it cannot serve the configuration
     */
    public AuthorizationServer authorizationServer(AuthorizationServerConfiguration configuration, UserSource users) {
        AuthorizationServerFactory factory = implementation(AuthorizationServerFactory.class);
        KeySource keys = factory.signingKeys(configuration, services);
        AuthorizationServerProvider<?, ?, ?> provider =
                factory.readyProvider(configuration, keys, GrantPolicy.WITH_CONSENT, services);
        return factory.authorizationServer(configuration, provider, keys, users, services);
    }

    /**
     * The factory of authorization servers, to combine provider, keys and policy by hand.
     *
     * @return the factory
     * @throws ConfigurationException if there is no implementation
     */
    public AuthorizationServerFactory authorizationServers() {
        return implementation(AuthorizationServerFactory.class);
    }

    /**
     * Ends the threads and connections that this runtime made itself; its clients can send nothing more.
     * Streams of MCP servers are broken off since JDK 21, before they end with their server.
     *
     * <p>Waits for what goes on beside the callers, such as a refresh, since the server may have ended the old tokens
     * already: for 15 seconds and twice {@link Connections#requestTimeout} at most, and not while the calling thread is
     * interrupted. Of what runs on an {@linkplain Builder#executor executor} of the application only requests are waited
     * for; the application had better end it before this.
     */
    @Override
    public void close() {
        onClose.run();
    }

    private McpOAuthClientFactory clients() {
        return implementation(McpOAuthClientFactory.class);
    }

    private <S> S implementation(Class<S> type) {
        return Optional.ofNullable(implementations.get(type))
                .map(type::cast)
                .orElseThrow(() -> new ConfigurationException(
                        FailureCode.IMPLEMENTATION_MISSING,
                        type.getSimpleName(),
                        "no implementation on the class path or module path",
                        null));
    }

    /** Collects the parts of a runtime. Not safe for use by several threads. */
    public static final class Builder {
        private final Map<Class<?>, Object> instances = new LinkedHashMap<>();
        private final Map<Class<?>, String> classNames = new LinkedHashMap<>();
        private @Nullable HttpTransport transport;
        private UnaryOperator<HttpTransport> aroundTransport = UnaryOperator.identity();
        private @Nullable EndpointPolicy endpointPolicy;
        private StoreChoice storeChoice = StoreChoice.MEMORY;
        private @Nullable StoreChoice shortLivedChoice;
        private Changing<List<Secret>> storeKeys = Changing.of(List.of());
        private @Nullable Executor executor;
        private @Nullable Timer timer;
        private @Nullable String cryptoProvider;
        private KeySetCache keySetCache = KeySetCache.NONE;
        private AuditListener auditListener = AuditListener.NONE;
        private Connections connections = Connections.DEFAULT;
        private InstantSource clock = Clock.systemUTC();
        private boolean loopbackAllowed;

        private Builder() {}

        /**
         * Sets who sends OAuth requests.
         *
         * @param value the transport; default {@code java.net.http}
         * @return this builder
         */
        public Builder transport(HttpTransport value) {
            this.transport = value;
            return this;
        }

        /**
         * Sets the certificates of https calls: the one that is shown to servers that ask for one, which
         * authenticates a TLS client (RFC 8705, section 2), and whose are trusted. Of no use beside a
         * {@link #transport(HttpTransport) transport} of the application, which has its own.
         *
         * @param value the context; default that of the JVM, {@link SSLContext#getDefault()}
         * @return this builder
         */
        public Builder sslContext(SSLContext value) {
            this.connections = connections.withTls(Objects.requireNonNull(value, "value"), true);
            return this;
        }

        /**
         * Puts something around whatever transport there is, such as what measures it.
         *
         * @param value gives the transport that is used in the place of the given one; default that itself
         * @return this builder
         */
        public Builder aroundTransport(UnaryOperator<HttpTransport> value) {
            this.aroundTransport = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets which discovered URLs may be called.
         *
         * @param value the policy; default https to public addresses
         * @return this builder
         */
        public Builder endpointPolicy(EndpointPolicy value) {
            this.endpointPolicy = value;
            return this;
        }

        /**
         * Lets the default policy also allow http and https to loopback addresses, for development.
         *
         * @return this builder
         */
        public Builder allowLoopback() {
            this.loopbackAllowed = true;
            return this;
        }

        /**
         * Sets where state is kept.
         *
         * @param value the store; default the memory of this process
         * @return this builder
         */
        public Builder stateStore(StateStore value) {
            this.storeChoice = StoreChoice.given(value);
            return this;
        }

        /**
         * Keeps state in the memory of this process, with another bound.
         *
         * @param maxEntries how many live entries of each kind there may be, such as grants of one issuer: one more is
         *     refused; at least 1, default 100000
         * @return this builder
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder memoryStore(int maxEntries) {
            this.storeChoice = StoreChoice.memory(StoreLimits.of(maxEntries));
            return this;
        }

        /**
         * Sets where state is kept, by the kind and the place of a store: {@code file} and its directory, which
         * needs {@link #storeKeys}, or a kind whose jar is on the class path. The runtime opens it and closes it.
         *
         * @param kind the kind, such as {@code file} or {@code jcache}
         * @param location where it is, in the words of that kind
         * @return this builder
         * @see org.mcpoauth.spi.store.StateStoreProvider
         */
        public Builder stateStore(String kind, String location) {
            this.storeChoice = StoreChoice.ofKind(kind, location);
            return this;
        }

        /**
         * Sets where short-lived entries are kept, when that is not where the rest is: authorizations that wait for
         * their users, logins and their wrong tries, pushed requests, handles of sessions and tasks, and DPoP proofs.
         * Codes, grants, device codes, used assertions, tokens, registrations, consents and keys stay in the store of
         * {@link #stateStore(StateStore)}, and so does what this library does not know. When this store loses
         * everything, users and clients begin again and no grant is given twice; a DPoP proof that was used is good
         * again until it is too old.
         *
         * @param value the store, which all nodes share as they share the other one; default that of the rest
         * @return this builder
         */
        public Builder shortLivedStore(StateStore value) {
            this.shortLivedChoice = StoreChoice.given(value);
            return this;
        }

        /**
         * Sets where short-lived entries are kept, by the kind and the place of a store. The runtime opens it and closes
         * it.
         *
         * @param kind the kind, such as {@code jcache}
         * @param location where it is, in the words of that kind
         * @return this builder
         * @see #shortLivedStore(StateStore)
         * @see #stateStore(String, String)
         */
        public Builder shortLivedStore(String kind, String location) {
            this.shortLivedChoice = StoreChoice.ofKind(kind, location);
            return this;
        }

        /**
         * Encrypts what is kept outside of the memory of this process, in whichever store. Values then have
         * 49100 bytes of UTF-8 at most, except in a file. A store that a client was given for itself is used as it
         * is.
         *
         * @param values secrets of 32 characters or more: the first encrypts, all decrypt; default none
         * @return this builder
         */
        public Builder storeKeys(List<Secret> values) {
            return storeKeys(Changing.of(List.copyOf(values)));
        }

        /**
         * Encrypts as {@link #storeKeys(List)} says, with keys that may be exchanged while the runtime is in use.
         *
         * @param values secrets of 32 characters or more: the first encrypts, all decrypt; if there is none when the
         *     runtime is made, nothing is ever encrypted
         * @return this builder
         */
        public Builder storeKeys(Changing<List<Secret>> values) {
            this.storeKeys = Objects.requireNonNull(values, "values");
            return this;
        }

        /**
         * Sets the source of the current time.
         *
         * @param value the clock; default that of the system
         * @return this builder
         */
        public Builder clock(InstantSource value) {
            this.clock = value;
            return this;
        }

        /**
         * Sets who runs what must not block a caller.
         *
         * @param value the executor, such as that of the container; default daemon threads
         * @return this builder
         */
        public Builder executor(Executor value) {
            this.executor = value;
            return this;
        }

        /**
         * Sets what starts what is due although nobody calls, such as the end of a stream whose token is over.
         *
         * @param value the timer, such as one of the container; default one daemon thread, which is there only
         *     while something waits
         * @return this builder
         */
        public Builder timer(Timer value) {
            this.timer = value;
            return this;
        }

        /**
         * Sets the JCA provider for signatures.
         *
         * @param name the name of an installed provider; default the platform's choice
         * @return this builder
         */
        public Builder cryptoProvider(@Nullable String name) {
            this.cryptoProvider = name;
            return this;
        }

        /**
         * Sets what keeps key sets of issuers over restarts. Whoever can write it can make resources accept
         * forged tokens.
         *
         * @param value the cache; default none
         * @return this builder
         */
        public Builder keySetCache(KeySetCache value) {
            this.keySetCache = value;
            return this;
        }

        /**
         * Sets who learns what happens at protected resources and authorization servers.
         *
         * @param value the listener; default none
         * @return this builder
         */
        public Builder auditListener(AuditListener value) {
            this.auditListener = value;
            return this;
        }

        /**
         * Sets the implementation of a factory.
         *
         * @param type the factory
         * @param instance the implementation
         * @param <S> the factory
         * @return this builder
         */
        public <S> Builder implementation(Class<S> type, S instance) {
            instances.put(type, type.cast(instance));
            return this;
        }

        /**
         * Names the implementation of a factory among those present.
         *
         * @param type the factory
         * @param className the name of its class
         * @return this builder
         */
        public Builder implementationClass(Class<?> type, String className) {
            classNames.put(type, Objects.requireNonNull(className, "className"));
            return this;
        }

        /**
         * Sets how connections are made; a transport that is set as well makes its own to authorization
         * servers, and must then use the same proxy.
         *
         * @param value keys, trust anchors, times and proxy; default {@link Connections#DEFAULT}
         * @return this builder
         */
        public Builder connections(Connections value) {
            this.connections = Objects.requireNonNull(value, "connections");
            return this;
        }

        /**
         * The runtime.
         *
         * @return a new runtime
         * @throws ConfigurationException if several foreign implementations of one factory are present,
         *     or a named one is not
         */
        public McpOAuthRuntime build() {
            Map<Class<?>, Object> implementations = new LinkedHashMap<>();
            find(McpOAuthClientFactory.class).ifPresent(it -> implementations.put(McpOAuthClientFactory.class, it));
            find(TokenVerifierFactory.class).ifPresent(it -> implementations.put(TokenVerifierFactory.class, it));
            find(ResourceGuardFactory.class).ifPresent(it -> implementations.put(ResourceGuardFactory.class, it));
            find(AuthorizationServerFactory.class)
                    .ifPresent(it -> implementations.put(AuthorizationServerFactory.class, it));
            StoreChoice choice = shortLivedChoice == null ? storeChoice : storeChoice.without(shortLivedChoice);
            OpenedStore store = choice.open(clock, storeKeys);
            return store.orClosed(() -> withServices(implementations, store));
        }

        private McpOAuthRuntime withServices(Map<Class<?>, Object> implementations, OpenedStore store) {
            JdkHttpTransport ownTransport = transport == null ? JdkHttpTransport.of(connections) : null;
            ExecutorService ownExecutor = executor == null ? DaemonThreads.pool("mcp-oauth") : null;
            // have no thread before they are used
            DaemonTimer ownTimer = new DaemonTimer(clock);
            JdkHttpClients httpClients = new JdkHttpClients(connections);
            RevocationNews news = new RevocationNews(auditListener);
            McpOAuthServices services = new McpOAuthServices(
                    aroundTransport.apply(ownTransport != null ? ownTransport : Objects.requireNonNull(transport)),
                    endpointPolicy != null ? endpointPolicy : defaultPolicy(),
                    store.store(),
                    clock,
                    ownExecutor != null ? ownExecutor : Objects.requireNonNull(executor),
                    cryptoProvider,
                    keySetCache,
                    news,
                    timer != null ? timer : ownTimer,
                    connections,
                    httpClients);
            Duration patience = RefreshTime.longest(connections);
            return new McpOAuthRuntime(services, implementations, news, () -> {
                ownTimer.close();
                httpClients.close();
                // a refresh needs transport and store to its end
                close(ownExecutor, patience);
                close(ownTransport);
                store.close();
            });
        }

        private EndpointPolicy defaultPolicy() {
            StrictEndpointPolicy.Options strict = StrictEndpointPolicy.Options.strict();
            return new StrictEndpointPolicy(loopbackAllowed ? strict.withLoopback() : strict);
        }

        private <S> Optional<S> find(Class<S> type) {
            Object instance = instances.get(type);
            return instance != null
                    ? Optional.of(type.cast(instance))
                    : Implementations.choose(type, classNames.get(type));
        }

        private static void close(@Nullable ExecutorService executor, Duration patience) {
            if (executor != null) {
                DaemonThreads.end(executor, patience);
            }
        }

        private static void close(@Nullable JdkHttpTransport transport) {
            if (transport != null) {
                transport.close();
            }
        }
    }
}
