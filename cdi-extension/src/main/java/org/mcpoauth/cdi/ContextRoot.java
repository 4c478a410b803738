package org.mcpoauth.cdi;

import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.spi.check.Finding;
import org.mcpoauth.spi.support.binding.ServletEndpoints;

/**
 * Where a web application lies, against the URLs it is said to have: what is elsewhere is only there if a proxy in front
 * changes paths.
 *
 * @param path the context root, empty at the root of the server
 * @param isGuarded whether the guard is in front, which serves the endpoints too
 */
record ContextRoot(String path, boolean isGuarded) {

    /** That of what has begun, if it is a web application. */
    static Optional<ContextRoot> of(Object begun) {
        try {
            return begun instanceof ServletContext context
                    ? Optional.of(new ContextRoot(
                            context.getContextPath(), context.getAttribute(ServletEndpoints.INITIALIZER) != null))
                    : Optional.empty();
        } catch (NoClassDefFoundError noServlets) {
            return Optional.empty();
        }
    }

    /** What lies elsewhere; nothing for a neighbour in an enterprise archive that has no part in any of it. */
    List<Finding> findings(List<PublicUrl> urls) {
        boolean isConcerned = isGuarded || urls.stream().anyMatch(url -> url.isConfigured() && holds(url));
        return isConcerned
                ? urls.stream().filter(url -> !holds(url)).map(this::outside).toList()
                : List.of();
    }

    private boolean holds(PublicUrl url) {
        return (url.path() + "/").startsWith(path + "/");
    }

    private Finding outside(PublicUrl url) {
        return new Finding(
                "MCPO4687",
                url.key(),
                (url.path().isEmpty() ? "/" : url.path()) + " lies outside of this application, whose context root is "
                        + path + ": " + url.remedy());
    }
}
