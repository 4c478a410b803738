package org.mcpoauth.server.resource;

import java.util.List;
import java.util.function.Function;
import org.mcpoauth.spi.resource.ProtectedResource;

/**
 * Which of several resources a request path names: the one with the longest path (RFC 8707, section 2: a
 * token is for the most specific URI). Guards take a path generously, so several may take it for theirs
 * whatever a server makes of it; then one of them counts only if the path names it letter by letter, and
 * otherwise none does. So no spelling has a request judged by another resource than the one that answers.
 */
public final class NearestResource {
    private NearestResource() {}

    /**
     * The resources that a path may name.
     *
     * @return none, the one that it names, or several if nobody can tell which
     */
    public static List<ProtectedResource> of(List<ProtectedResource> all, String rawPath) {
        List<ProtectedResource> possible =
                all.stream().filter(each -> each.guard().guards(rawPath)).toList();
        return among(
                possible, rawPath, each -> each.configuration().resource().uri().getRawPath());
    }

    /**
     * The same where resources lie at other paths.
     *
     * @param possible the resources that take the path for theirs
     * @param place where each of them lies
     */
    public static List<ProtectedResource> among(
            List<ProtectedResource> possible, String rawPath, Function<ProtectedResource, String> place) {
        if (possible.size() < 2) {
            return possible;
        }
        int most = possible.stream()
                .mapToInt(each -> path(each, place).length())
                .max()
                .orElse(0);
        List<ProtectedResource> longest = possible.stream()
                .filter(each -> path(each, place).length() == most)
                .toList();
        boolean isNamed = longest.size() == 1
                && (rawPath + "/").startsWith(path(longest.get(0), place) + "/")
                && !GuardedPaths.hasDots(rawPath);
        return isNamed ? longest : possible;
    }

    private static String path(ProtectedResource resource, Function<ProtectedResource, String> place) {
        String path = place.apply(resource);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
