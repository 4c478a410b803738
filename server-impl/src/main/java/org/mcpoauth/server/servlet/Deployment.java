package org.mcpoauth.server.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.server.resource.GuardedPaths;
import org.mcpoauth.server.resource.NearestResource;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Where the resources lie in this web application, if a proxy in front changes paths: as the parameter
 * {@value #PATHS} says. Where nothing is said and nothing here can answer under the public path of a
 * resource, the whole application is taken for it.
 */
final class Deployment {
    /** The parameter of the filter or the context. */
    static final String PATHS = "mcp.oauth.paths";

    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.servlet");

    private final ServletContext context;
    private final List<Place> places;
    private final Map<String, Boolean> isReachable = new ConcurrentHashMap<>();

    private Deployment(ServletContext context, List<Place> places) {
        this.context = context;
        this.places = List.copyOf(places);
    }

    /** A path here, and the URL of the resource that lies there, {@code null} for the only one. */
    private record Place(
            String rawPath, GuardedPaths paths, @Nullable String resource) {
        boolean isOf(ProtectedResource other) {
            return resource == null
                    || resource.equals(other.configuration().resource().value());
        }
    }

    static Deployment of(FilterConfig config) {
        String ofFilter = config.getInitParameter(PATHS);
        String text = ofFilter != null ? ofFilter : config.getServletContext().getInitParameter(PATHS);
        List<Place> places = new ArrayList<>();
        for (String word : text == null ? new String[0] : text.split(" ", -1)) {
            if (!word.isBlank()) {
                places.add(place(word.strip()));
            }
        }
        return new Deployment(config.getServletContext(), places);
    }

    private static Place place(String word) {
        int equals = word.indexOf('=');
        String path = equals < 0 ? word : word.substring(0, equals);
        if (!path.startsWith("/")) {
            throw new ConfigurationException(PATHS, "has paths that begin with a slash");
        }
        return new Place(path, new GuardedPaths(path), equals < 0 ? null : word.substring(equals + 1));
    }

    /** The resource that a path belongs to, by its public path, else by where it lies here; or several. */
    List<ProtectedResource> guarding(ServedGroups groups, String rawPath) {
        List<ProtectedResource> named = groups.guarding(rawPath);
        if (!named.isEmpty()) {
            return named;
        }
        List<ProtectedResource> here = groups.resources().stream()
                .filter(resource -> isHere(resource, rawPath))
                .toList();
        return NearestResource.among(here, rawPath, resource -> place(resource, rawPath));
    }

    /** Where a resource lies that is here; everywhere if nothing is said of it. */
    private String place(ProtectedResource resource, String rawPath) {
        return places.stream()
                .filter(place -> place.isOf(resource) && place.paths().contains(rawPath))
                .map(Place::rawPath)
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    private boolean isHere(ProtectedResource resource, String rawPath) {
        List<Place> own = places.stream().filter(place -> place.isOf(resource)).toList();
        return own.isEmpty()
                ? !isReachable(resource)
                : own.stream().anyMatch(place -> place.paths().contains(rawPath));
    }

    private boolean isReachable(ProtectedResource resource) {
        return isReachable.computeIfAbsent(resource.configuration().resource().value(), url -> {
            boolean isFound =
                    canAnswer(resource.configuration().resource().uri().getRawPath());
            if (!isFound) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> "MCPO4220 nothing of this application answers under " + url
                                + ": all of it is guarded; if a proxy changes paths, set " + PATHS);
            }
            return isFound;
        });
    }

    private boolean canAnswer(String publicPath) {
        String root = context.getContextPath();
        if (isBelow(root, publicPath)) {
            return true;
        }
        String local =
                trimmed(publicPath).substring(Math.min(trimmed(publicPath).length(), root.length()));
        return isBelow(publicPath, root) && mappings().anyMatch(mapping -> mayAnswer(mapping, local));
    }

    /** What answers where nothing else does, such as a container's own servlet for files, proves nothing. */
    private Stream<String> mappings() {
        return context.getServletRegistrations().values().stream()
                .map(ServletRegistration::getMappings)
                .flatMap(Collection::stream)
                .filter(mapping -> !"/".equals(mapping));
    }

    /** Jakarta Servlet 6.0, section 12.2. */
    private static boolean mayAnswer(String mapping, String local) {
        if (mapping.startsWith("*.")) {
            return local.endsWith(mapping.substring(1));
        }
        String path = mapping.endsWith("/*") ? mapping.substring(0, mapping.length() - 2) : mapping;
        return isBelow(path, local) || (isBelow(local, path) && mapping.endsWith("/*"));
    }

    private static boolean isBelow(String path, String base) {
        return (trimmed(path) + "/").startsWith(trimmed(base) + "/");
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
