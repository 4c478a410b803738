package org.mcpoauth.server.authorization.client;

import java.util.ArrayList;
import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.RegistrationTerms.ScopeLimit;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * What a client wants a user to grant (RFC 6749, section 3.3; RFC 8707, section 2).
 *
 * @param scopes the scopes it named, or of the default ones those it may ask for
 * @param resources the resources it named, or the only one there is
 */
public record RequestedAccess(Scopes scopes, List<ResourceIdentifier> resources) {

    /**
     * Reads {@code scope} and {@code resource}.
     *
     * @param configuration what there is
     * @param client who wants it
     * @param request the parameters
     * @return what is wanted
     * @throws EndpointException with {@code invalid_scope} or {@code invalid_target} if there is no such thing or it
     *     is not for this client
     */
    public static RequestedAccess read(
            AuthorizationServerConfiguration configuration, Client client, Parameters request) {
        Scopes allowed = allowed(configuration, client);
        Scopes scopes = request.find("scope")
                .map(RequestedAccess::parse)
                .orElseGet(() -> byDefault(configuration.scopesDefault(), allowed));
        if (!allowed.containsAll(scopes)) {
            throw invalidScope();
        }
        return new RequestedAccess(scopes, resources(configuration.resourcesAllowed(), request));
    }

    /**
     * What a client may have at most. What is registered is a limit (RFC 7591, section 2); what a document says is one if
     * the deployer wants that.
     *
     * @param configuration what there is
     * @param client who wants something
     * @return the scopes
     */
    public static Scopes allowed(AuthorizationServerConfiguration configuration, Client client) {
        Scopes supported = configuration.scopesSupported();
        boolean isPublished =
                ClientIdUrl.isUrl(client.clientId()) && !configuration.clients().knows(client.clientId());
        boolean isLimited = !isPublished || configuration.registration().terms().scopeLimit() == ScopeLimit.REQUESTED;
        return isLimited ? client.metadata().scope().map(supported::intersect).orElse(supported) : supported;
    }

    /** RFC 6749, section 3.3: the default value, or failure where nothing of it is left. */
    private static Scopes byDefault(Scopes scopes, Scopes allowed) {
        Scopes left = scopes.intersect(allowed);
        return left.isEmpty() ? scopes : left;
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
        return EndpointException.authorize(
                ErrorCode.INVALID_SCOPE, "the scope is malformed, not supported or not for this client");
    }

    private static EndpointException invalidTarget(String description) {
        return EndpointException.authorize(ErrorCode.INVALID_TARGET, description);
    }
}
