package org.mcpoauth.server.authorization.grant;

import java.util.List;
import java.util.stream.Stream;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.server.authorization.client.AllowedResources;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * The {@code resource} of a token request (RFC 8707, section 2.2): one of those granted, and one only, so
 * that no resource can use a token at another one.
 */
final class RequestedResources {
    private RequestedResources() {}

    static List<ResourceIdentifier> within(List<ResourceIdentifier> granted, Parameters form) {
        List<String> requested = form.all("resource");
        if (requested.isEmpty() && granted.size() <= 1) {
            return granted;
        }
        if (requested.size() != 1) {
            throw invalid("name exactly one of the granted resources");
        }
        return List.of(granted(granted, requested.get(0)));
    }

    /**
     * The one target of an exchange, which may be named in two ways (RFC 8693, section 2.1).
     *
     * @param allowed what may be named
     * @param absent what is meant where nothing is named
     * @param form the request
     * @return one resource
     * @throws EndpointException with {@code invalid_target} if there is none or several
     */
    static List<ResourceIdentifier> target(
            List<ResourceIdentifier> allowed, List<ResourceIdentifier> absent, Parameters form) {
        List<ResourceIdentifier> named = Stream.of("resource", "audience")
                .flatMap(name -> form.all(name).stream())
                .map(text -> granted(allowed, text))
                .distinct()
                .toList();
        List<ResourceIdentifier> target = named.isEmpty() ? absent : named;
        if (target.size() != 1) {
            throw invalid("name exactly one resource");
        }
        return target;
    }

    private static ResourceIdentifier granted(List<ResourceIdentifier> granted, String requested) {
        return AllowedResources.find(granted, requested).orElseThrow(() -> invalid("the resource was not granted"));
    }

    private static EndpointException invalid(String description) {
        return EndpointException.token(ErrorCode.INVALID_TARGET, description);
    }
}
