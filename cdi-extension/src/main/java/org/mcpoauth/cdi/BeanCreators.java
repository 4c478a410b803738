package org.mcpoauth.cdi;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanDisposer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.Registration;
import org.mcpoauth.api.token.PrincipalBinder;
import org.mcpoauth.api.token.RequestStateCodec;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.ClientEndpoints;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.Consents;
import org.mcpoauth.spi.server.RegisteredClients;

/**
 * What the container makes our beans with. It needs public classes with public constructors; nobody else
 * does. The lookup it hands over is not used: see {@link Beans}.
 */
public final class BeanCreators {
    /** The parameter with the name of a client or resource. */
    static final String NAME = "name";

    /** The parameter with the names of clients. */
    static final String NAMES = "names";

    private BeanCreators() {}

    /** Finds out who knows the secrets of aliases. */
    public static final class OfCredentials implements SyntheticBeanCreator<FoundCredentials> {
        /** For the container. */
        public OfCredentials() {}

        @Override
        public FoundCredentials create(Instance<Object> lookup, Parameters parameters) {
            return new FoundCredentials(Assembly.foundCredentials());
        }
    }

    /** Makes the runtime of the application. */
    public static final class OfRuntime implements SyntheticBeanCreator<McpOAuthRuntime> {
        /** For the container. */
        public OfRuntime() {}

        @Override
        public McpOAuthRuntime create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.runtime();
        }
    }

    /** Closes the runtime when the application ends. */
    public static final class RuntimeDisposer implements SyntheticBeanDisposer<McpOAuthRuntime> {
        /** For the container. */
        public RuntimeDisposer() {}

        @Override
        public void dispose(McpOAuthRuntime runtime, Instance<Object> lookup, Parameters parameters) {
            runtime.close();
        }
    }

    /** Makes the client of one MCP server. */
    public static final class OfClient implements SyntheticBeanCreator<McpOAuthClient> {
        /** For the container. */
        public OfClient() {}

        @Override
        public McpOAuthClient create(Instance<Object> lookup, Parameters parameters) {
            return Beans.client(parameters.get(NAME, String.class));
        }
    }

    /** Makes what the beans of clients stand for. */
    public static final class OfMadeClient implements SyntheticBeanCreator<MadeClient> {
        /** For the container. */
        public OfMadeClient() {}

        @Override
        public MadeClient create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.client(parameters.get(NAME, String.class));
        }
    }

    /** Makes what is served for clients. */
    public static final class OfClientEndpoints implements SyntheticBeanCreator<ClientEndpoints> {
        /** For the container. */
        public OfClientEndpoints() {}

        @Override
        public ClientEndpoints create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.endpoints(parameters.get(NAMES, String[].class));
        }
    }

    /** Makes the discovery step. */
    public static final class OfDiscovery implements SyntheticBeanCreator<Discovery> {
        /** For the container. */
        public OfDiscovery() {}

        @Override
        public Discovery create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(McpOAuthRuntime.class).discovery();
        }
    }

    /** Makes the discovery step of one client. */
    public static final class OfClientDiscovery implements SyntheticBeanCreator<Discovery> {
        /** For the container. */
        public OfClientDiscovery() {}

        @Override
        public Discovery create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.discovery(parameters.get(NAME, String.class));
        }
    }

    /** Makes the registration step. */
    public static final class OfRegistration implements SyntheticBeanCreator<Registration> {
        /** For the container. */
        public OfRegistration() {}

        @Override
        public Registration create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(McpOAuthRuntime.class).registration();
        }
    }

    /** Makes the grant requests. */
    public static final class OfGrants implements SyntheticBeanCreator<Grants> {
        /** For the container. */
        public OfGrants() {}

        @Override
        public Grants create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(McpOAuthRuntime.class).grants();
        }
    }

    /** Makes a protected resource. */
    public static final class OfResource implements SyntheticBeanCreator<ProtectedResource> {
        /** For the container. */
        public OfResource() {}

        @Override
        public ProtectedResource create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.resource(parameters.get(NAME, String.class));
        }
    }

    /** Makes the verifier of a configured resource. */
    public static final class OfVerifier implements SyntheticBeanCreator<TokenVerifier> {
        /** For the container. */
        public OfVerifier() {}

        @Override
        public TokenVerifier create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.verifier(parameters.get(NAME, String.class));
        }
    }

    /** Gives the verifier of a resource that the application made itself. */
    public static final class OfResourceVerifier implements SyntheticBeanCreator<TokenVerifier> {
        /** For the container. */
        public OfResourceVerifier() {}

        @Override
        public TokenVerifier create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(ProtectedResource.class, parameters.get(NAME, String.class))
                    .verifier();
        }
    }

    /** Gives the binder of a resource. */
    public static final class OfBinder implements SyntheticBeanCreator<PrincipalBinder> {
        /** For the container. */
        public OfBinder() {}

        @Override
        public PrincipalBinder create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(ProtectedResource.class, parameters.get(NAME, String.class))
                    .binder();
        }
    }

    /** Gives the codec of a resource. */
    public static final class OfRequestStates implements SyntheticBeanCreator<RequestStateCodec> {
        /** For the container. */
        public OfRequestStates() {}

        @Override
        public RequestStateCodec create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(ProtectedResource.class, parameters.get(NAME, String.class))
                    .requestStates();
        }
    }

    /** Gives what users agreed to. */
    public static final class OfConsents implements SyntheticBeanCreator<Consents> {
        /** For the container. */
        public OfConsents() {}

        @Override
        public Consents create(Instance<Object> lookup, Parameters parameters) {
            McpOAuthRuntime runtime = Beans.get(McpOAuthRuntime.class);
            return runtime.authorizationServers().consents(Assembly.issuer(), runtime.services());
        }
    }

    /** Gives the clients that are registered. */
    public static final class OfRegisteredClients implements SyntheticBeanCreator<RegisteredClients> {
        /** For the container. */
        public OfRegisteredClients() {}

        @Override
        public RegisteredClients create(Instance<Object> lookup, Parameters parameters) {
            McpOAuthRuntime runtime = Beans.get(McpOAuthRuntime.class);
            return runtime.authorizationServers().registeredClients(Assembly.issuer(), runtime.services());
        }
    }

    /** Makes the authorization server. */
    public static final class OfAuthorizationServer implements SyntheticBeanCreator<AuthorizationServer> {
        /** For the container. */
        public OfAuthorizationServer() {}

        @Override
        public AuthorizationServer create(Instance<Object> lookup, Parameters parameters) {
            return Beans.get(MadeServer.class).server();
        }
    }

    /** Makes what that stands for. */
    public static final class OfMadeServer implements SyntheticBeanCreator<MadeServer> {
        /** For the container. */
        public OfMadeServer() {}

        @Override
        public MadeServer create(Instance<Object> lookup, Parameters parameters) {
            return Assembly.authorizationServer();
        }
    }
}
