package org.mcpoauth.server.rest;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.resource.BeanContainer;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Puts the guard in front of the resource methods that lie under the path of a protected resource.
 *
 * <p>Jakarta REST finds it by itself (its {@code META-INF/services}, or as {@code @Provider}); it then
 * takes every {@link ProtectedResource} that is a CDI bean, and does nothing where there is none. An
 * application of plain Java SE registers an instance: {@code register(new McpOAuthFeature(resource))}.
 * Both may meet in one application; each request is judged once.
 *
 * <p>Which methods are guarded is decided from their declared {@code @Path} templates, without the path
 * of the application: a method is guarded if the path of the resource ends with the beginning of its
 * template. If no method of the application is declared there, all are guarded, because its application
 * path or context root may be that of the resource; see {@link #GUARD_PROPERTY} for an application that
 * lies beside it. Methods of sub-resources follow the class that located them.
 *
 * <p>The guarded method sees the caller in its {@code SecurityContext}, and the accepted token as the
 * request property {@value #TOKEN_PROPERTY}. {@code @RolesAllowed}, {@code @DenyAll} and {@code
 * @PermitAll} on it or its class are enforced here, whatever the runtime does with them; none of them
 * opens it to requests without a token.
 */
@Provider
public final class McpOAuthFeature implements DynamicFeature {
    /** The request property with the accepted {@link org.mcpoauth.api.token.VerifiedToken}. */
    public static final String TOKEN_PROPERTY = "org.mcpoauth.token";

    /**
     * The property of an application, set to {@value #DANGEROUS_OFF}, by which an application that lies
     * beside all protected resources keeps this feature away from its methods.
     */
    public static final String GUARD_PROPERTY = "mcp.oauth.rest.guard";
    /** The value of {@link #GUARD_PROPERTY}. */
    public static final String DANGEROUS_OFF = "dangerous-off";

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.rest");

    private final GuardedMethods methods;
    private final AtomicBoolean isWarned = new AtomicBoolean();
    private final boolean isOfRuntime;

    /** For the runtime: takes the resources that are CDI beans when the first request comes. */
    public McpOAuthFeature() {
        this.methods = new GuardedMethods(new Beans());
        this.isOfRuntime = true;
    }

    /**
     * For plain Java SE.
     *
     * @param resources the resources to guard, at least one
     * @throws IllegalArgumentException if there is none
     */
    public McpOAuthFeature(ProtectedResource... resources) {
        List<ProtectedResource> all = List.of(resources);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("resources: none");
        }
        this.methods = new GuardedMethods(() -> all);
        this.isOfRuntime = false;
    }

    @Override
    public void configure(ResourceInfo method, FeatureContext context) {
        Class<? extends GuardFilter> type = isOfRuntime ? GuardFilter.OfRuntime.class : GuardFilter.class;
        if (context.getConfiguration().isRegistered(type)) {
            return;
        }
        if (DANGEROUS_OFF.equals(context.getConfiguration().getProperty(GUARD_PROPERTY))) {
            warnOnce();
            return;
        }
        PathTemplate template = PathTemplate.of(method.getResourceClass(), method.getResourceMethod());
        RoleRules roles = RoleRules.of(method.getResourceClass(), method.getResourceMethod());
        EndpointDemands annotated = MethodDemands.of(method.getResourceClass(), method.getResourceMethod());
        boolean isWithheld = ForeignStreams.isDeclared(method.getResourceClass(), method.getResourceMethod());
        methods.declare(template);
        context.register(
                isOfRuntime
                        ? new GuardFilter.OfRuntime(methods, template, roles, annotated, isWithheld)
                        : new GuardFilter(methods, template, roles, annotated, isWithheld),
                GuardFilter.CONTRACTS);
    }

    private void warnOnce() {
        if (isWarned.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "MCPO4204 an application is not guarded: " + GUARD_PROPERTY);
        }
    }

    /**
     * The resources among the CDI beans. Looked up at the first request, when CDI is certainly there if
     * it ever is; an answer of CDI is kept, its absence is not.
     */
    private static final class Beans implements Supplier<List<ProtectedResource>> {
        private final BeanContainer beans = new BeanContainer();
        private final AtomicReference<@Nullable List<ProtectedResource>> found = new AtomicReference<>();

        @Override
        public List<ProtectedResource> get() {
            List<ProtectedResource> known = found.get();
            return known != null ? known : lookUp();
        }

        private List<ProtectedResource> lookUp() {
            CDI<Object> container = beans.current();
            if (container == null) {
                return List.of();
            }
            List<ProtectedResource> all = container.select(ProtectedResource.class, Any.Literal.INSTANCE).stream()
                    .toList();
            found.set(all);
            return all;
        }
    }
}
