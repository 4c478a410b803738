package org.mcpoauth.server.rest;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.resource.GuardedExchange;
import org.mcpoauth.server.resource.Handover;
import org.mcpoauth.server.resource.NearestResource;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Which resource methods are guarded, and by which resource. Declared templates decide. Where they
 * cannot, more is guarded rather than less: a resource under whose path no method is declared covers the
 * whole application (its application path or context root then is that of the resource), a sub-resource
 * inherits from the class that located it, and the text of a request may add to what is guarded but
 * never takes away. Templates cannot tell which of several resources guards, since the path of the
 * application is not part of them: the path of the request names it, or else the binding in front has.
 */
final class GuardedMethods {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.rest");

    private final Supplier<List<ProtectedResource>> resources;
    private final List<PathTemplate> declared = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> segments = new ConcurrentHashMap<>();
    private final Map<Class<?>, EndpointDemands> located = new ConcurrentHashMap<>();
    private final Handover handover = new Handover();
    private final AtomicBoolean isWarned = new AtomicBoolean();

    GuardedMethods(Supplier<List<ProtectedResource>> resources) {
        this.resources = resources;
    }

    /** Where tokens go that the application may have injected. */
    Handover handover() {
        return handover;
    }

    void declare(@Nullable PathTemplate template) {
        if (template != null) {
            declared.add(template);
        }
    }

    /**
     * The resources that may guard a request matched to a method: none, one, or several if nobody can tell
     * which of them; then nobody may judge it.
     *
     * @param known the judgement of a binding in front, {@code null} if there is none
     */
    List<ProtectedResource> guarding(
            @Nullable PathTemplate template, ContainerRequestContext request, @Nullable GuardedExchange known) {
        List<ProtectedResource> all = resources.get();
        List<ProtectedResource> named = NearestResource.of(all, rawPath(request));
        List<ProtectedResource> possible = named.isEmpty() ? declared(all, templates(template, request)) : named;
        List<ProtectedResource> judged = known == null
                ? List.of()
                : possible.stream().filter(known::isFor).toList();
        return judged.isEmpty() ? possible : judged;
    }

    private List<ProtectedResource> declared(List<ProtectedResource> all, List<PathTemplate> templates) {
        if (templates.isEmpty()) {
            return all;
        }
        List<ProtectedResource> above = all.stream()
                .filter(resource -> templates.stream().anyMatch(each -> isUnder(each, resource)))
                .toList();
        return above.isEmpty() ? all.stream().filter(this::coversApplication).toList() : above;
    }

    /** What the classes demand through which a request came to a sub-resource; nothing for a root resource. */
    EndpointDemands located(ContainerRequestContext request) {
        List<Object> matched = request.getUriInfo().getMatchedResources();
        EndpointDemands all = EndpointDemands.NONE;
        for (Object locator : matched.subList(Math.min(1, matched.size()), matched.size())) {
            all = all.plus(located.computeIfAbsent(locator.getClass(), MethodDemands::ofLocator));
        }
        return all;
    }

    /** The template of the method, and that of the root class if the request came through a locator. */
    private static List<PathTemplate> templates(@Nullable PathTemplate own, ContainerRequestContext request) {
        List<Object> matched = request.getUriInfo().getMatchedResources();
        if (own != null && matched.size() <= 1) {
            return List.of(own);
        }
        return matched.stream()
                .skip(Math.max(0, matched.size() - 1))
                .flatMap(root -> PathTemplate.hierarchy(root.getClass()))
                .map(type -> type.getAnnotation(Path.class))
                .flatMap(Stream::ofNullable)
                .map(path -> PathTemplate.parse(path.value() + "/{rest: .*}"))
                .limit(1)
                .toList();
    }

    private boolean coversApplication(ProtectedResource resource) {
        boolean covers = declared.stream().noneMatch(template -> isUnder(template, resource));
        if (covers && isWarned.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "MCPO4203 no method is declared under "
                            + resource.configuration().resource() + ": all methods of this application are guarded");
        }
        return covers;
    }

    private static String rawPath(ContainerRequestContext request) {
        return request.getUriInfo().getRequestUri().getRawPath();
    }

    private boolean isUnder(PathTemplate template, ProtectedResource resource) {
        return template.isUnder(path(resource));
    }

    private List<String> path(ProtectedResource resource) {
        return segments.computeIfAbsent(
                resource.configuration().resource().uri().getRawPath(), PathTemplate::decodedSegments);
    }
}
