package org.mcpoauth.server.authorization.grant;

import java.util.List;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.server.authorization.client.AllowedResources;
import org.mcpoauth.server.authorization.client.RequestedAccess;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * What is left today of something that was granted earlier: never more than was granted, than the client may have now,
 * and than the server issues now (RFC 6749, sections 5.2 and 6; RFC 8707, section 2.2). The grant itself stays as it is,
 * so that settings which come back bring back what they took.
 *
 * @param configuration what is issued now
 */
record CurrentAccess(AuthorizationServerConfiguration configuration) {
    /**
     * The scopes that are left.
     *
     * @throws EndpointException with {@code invalid_scope} if scopes were granted and none is left
     */
    Scopes scopes(Client client, Scopes granted) {
        Scopes left = granted.intersect(RequestedAccess.allowed(configuration, client));
        if (left.isEmpty() && !granted.isEmpty()) {
            throw EndpointException.token(ErrorCode.INVALID_SCOPE, "nothing of what was granted may be issued now");
        }
        return left;
    }

    /**
     * The resource that a request names, or means, of those that are left.
     *
     * @throws EndpointException with {@code invalid_target} if it is none of them
     */
    List<ResourceIdentifier> resources(List<ResourceIdentifier> granted, Parameters form) {
        List<ResourceIdentifier> left = left(granted);
        if (left.isEmpty() && !granted.isEmpty()) {
            throw EndpointException.token(
                    ErrorCode.INVALID_TARGET, "no tokens are issued any more for what was granted");
        }
        return RequestedResources.within(left, form);
    }

    /** The resources that tokens are still issued for, as they are written now. */
    List<ResourceIdentifier> left(List<ResourceIdentifier> granted) {
        return granted.stream()
                .flatMap(one -> AllowedResources.find(configuration.resourcesAllowed(), one.value()).stream())
                .distinct()
                .toList();
    }
}
