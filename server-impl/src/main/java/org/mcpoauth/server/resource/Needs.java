package org.mcpoauth.server.resource;

import java.util.List;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.McpOperation;
import org.mcpoauth.spi.resource.OperationAuthentication;
import org.mcpoauth.spi.resource.OperationScopes;
import org.mcpoauth.spi.resource.UserAuthentication;

/**
 * All that a request needs: what configuration and annotations demand of every request and of each of
 * its operations, those of a batch together.
 *
 * @param baseline the scopes of every request at the resource
 * @param scopes the scopes beyond those
 * @param authentication how the user must have been authenticated; all must be met
 */
record Needs(Scopes baseline, Scopes scopes, List<UserAuthentication> authentication) {

    static Needs of(ResourceServerConfiguration configuration, EndpointDemands demands, List<McpOperation> operations) {
        OperationScopes operationScopes = configuration.operationScopes().plus(demands.operationScopes());
        OperationAuthentication byOperation =
                configuration.operationAuthentication().plus(demands.operationAuthentication());
        Scopes scopes = operations.stream().map(operationScopes::requiredFor).reduce(demands.scopes(), Scopes::union);
        Stream<UserAuthentication> everywhere =
                Stream.concat(Stream.of(configuration.userAuthentication()), demands.authentication().stream());
        Stream<UserAuthentication> here = operations.stream().flatMap(each -> byOperation.requiredFor(each).stream());
        return new Needs(
                configuration.scopes().required(),
                scopes,
                Stream.concat(everywhere, here)
                        .filter(each -> !each.equals(UserAuthentication.ANY))
                        .distinct()
                        .toList());
    }

    Scopes all() {
        return baseline.union(scopes);
    }

    /** Whether somebody must be known, beyond the baseline, which configuration lifts for open methods. */
    boolean needSomebody() {
        return !scopes.isEmpty() || !authentication.isEmpty();
    }
}
