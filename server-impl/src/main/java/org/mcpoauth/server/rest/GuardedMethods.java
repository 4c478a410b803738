package org.mcpoauth.server.rest;

import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.server.resource.Handover;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Which resource methods are guarded, and by which resource. Declared templates decide. Where they
 * cannot, more is guarded rather than less: a resource under whose path no method is declared covers the
 * whole application (its application path or context root then is that of the resource), a sub-resource
 * inherits from the class that located it, and the text of a request may add to what is guarded but
 * never takes away.
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

    /** The resource that guards a request matched to a method; empty if none does. */
    Optional<ProtectedResource> guarding(@Nullable PathTemplate template, ContainerRequestContext request) {
        List<ProtectedResource> all = resources.get();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<PathTemplate> templates = templates(template, request);
        if (templates.isEmpty()) {
            return Optional.of(all.get(0));
        }
        return most(all.stream()
                        .filter(resource -> templates.stream().anyMatch(each -> isUnder(each, resource)))
                        .toList())
                .or(() -> most(all.stream().filter(this::coversApplication).toList()))
                .or(() -> most(all.stream()
                        .filter(resource -> isAskedFor(resource, request))
                        .toList()));
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

    private static boolean isAskedFor(ProtectedResource resource, ContainerRequestContext request) {
        return resource.guard().guards(request.getUriInfo().getRequestUri().getRawPath());
    }

    private boolean isUnder(PathTemplate template, ProtectedResource resource) {
        return template.isUnder(path(resource));
    }

    /** The one with the longest path. */
    private Optional<ProtectedResource> most(List<ProtectedResource> candidates) {
        return candidates.stream()
                .max(Comparator.comparingInt(resource -> path(resource).size()));
    }

    private List<String> path(ProtectedResource resource) {
        return segments.computeIfAbsent(
                resource.configuration().resource().uri().getRawPath(), PathTemplate::decodedSegments);
    }
}
