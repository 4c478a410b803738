package org.mcpoauth.server.authorization.client;

import java.util.ArrayList;
import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * What a client wants a user to grant (RFC 6749, section 3.3; RFC 8707, section 2).
 *
 * @param scopes the scopes it named, or the default ones
 * @param resources the resources it named, or the only one there is
 */
public record RequestedAccess(Scopes scopes, List<ResourceIdentifier> resources) {

    /**
     * Reads {@code scope} and {@code resource}.
     *
     * @param configuration what there is
     * @param request the parameters
     * @return what is wanted
     * @throws EndpointException with {@code invalid_scope} or {@code invalid_target} if there is no such thing
     */
    public static RequestedAccess read(AuthorizationServerConfiguration configuration, Parameters request) {
        Scopes scopes = request.find("scope").map(RequestedAccess::parse).orElse(configuration.scopesDefault());
        if (!configuration.scopesSupported().containsAll(scopes)) {
            throw invalidScope();
        }
        return new RequestedAccess(scopes, resources(configuration.resourcesAllowed(), request));
    }

    private static Scopes parse(String text) {
        try {
            return Scopes.parse(text);
        } catch (IllegalArgumentException e) {
            throw invalidScope();
        }
    }

    private static List<ResourceIdentifier> resources(List<ResourceIdentifier> allowed, Parameters request) {
        List<String> requested = request.all("resource");
        if (requested.isEmpty() && allowed.size() == 1) {
            return allowed;
        }
        if (requested.isEmpty()) {
            throw invalidTarget("name the resource");
        }
        List<ResourceIdentifier> resources = new ArrayList<>();
        for (String text : requested) {
            ResourceIdentifier resource = AllowedResources.find(allowed, text)
                    .orElseThrow(() -> invalidTarget("no tokens are issued for this resource"));
            if (!resources.contains(resource)) {
                resources.add(resource);
            }
        }
        return resources;
    }

    private static EndpointException invalidScope() {
        return EndpointException.authorize(ErrorCode.INVALID_SCOPE, "the scope is malformed or not supported");
    }

    private static EndpointException invalidTarget(String description) {
        return EndpointException.authorize(ErrorCode.INVALID_TARGET, description);
    }
}
