package org.mcpoauth.cdi.health;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.spi.CDI;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.mcpoauth.cdi.MadeServer;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** What the container makes the checks with. */
public final class HealthCreators {
    /** The parameter with the name of a check. */
    static final String NAME = "name";

    private HealthCreators() {}

    private static List<ProtectedResource> resources() {
        return CDI.current().select(ProtectedResource.class, Any.Literal.INSTANCE).stream()
                .toList();
    }

    private static <T> T bean(Class<T> type) {
        return CDI.current().select(type).get();
    }

    /** Makes that of the keys of trusted issuers. */
    public static final class OfKeySets implements SyntheticBeanCreator<HealthCheck> {
        /** For the container. */
        public OfKeySets() {}

        @Override
        public HealthCheck create(Instance<Object> lookup, Parameters parameters) {
            return new ReadinessCheck(parameters.get(NAME, String.class), new KeySets(resources()));
        }
    }

    /** Makes that of the metadata of trusted issuers. */
    public static final class OfIssuers implements SyntheticBeanCreator<HealthCheck> {
        /** For the container. */
        public OfIssuers() {}

        @Override
        public HealthCheck create(Instance<Object> lookup, Parameters parameters) {
            Instance<AuthorizationServer> server = CDI.current().select(AuthorizationServer.class);
            return new ReadinessCheck(
                    parameters.get(NAME, String.class),
                    new IssuerMetadata(
                            resources().stream()
                                    .map(ProtectedResource::configuration)
                                    .toList(),
                            issuer -> server.isResolvable()
                                    && server.get().configuration().issuer().equals(issuer),
                            bean(McpOAuthRuntime.class).services()));
        }
    }

    /** Makes that of the keys of our authorization server. */
    public static final class OfKeyRing implements SyntheticBeanCreator<HealthCheck> {
        /** For the container. */
        public OfKeyRing() {}

        @Override
        public HealthCheck create(Instance<Object> lookup, Parameters parameters) {
            return new ReadinessCheck(
                    parameters.get(NAME, String.class),
                    new KeyRing(bean(MadeServer.class).keys()));
        }
    }

    /** Makes that of the store. */
    public static final class OfStore implements SyntheticBeanCreator<HealthCheck> {
        /** For the container. */
        public OfStore() {}

        @Override
        public HealthCheck create(Instance<Object> lookup, Parameters parameters) {
            return new ReadinessCheck(
                    parameters.get(NAME, String.class),
                    new StoreAnswer(bean(McpOAuthRuntime.class).services().stateStore()));
        }
    }
}
