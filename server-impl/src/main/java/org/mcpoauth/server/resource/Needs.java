package org.mcpoauth.server.resource;

import java.util.List;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.EndpointDemands;
import org.mcpoauth.spi.resource.McpOperation;
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
        Scopes scopes = demands.scopes();
        List<UserAuthentication> authentication = with(List.of(), configuration.userAuthentication());
        authentication = with(authentication, demands.authentication());
        for (McpOperation each : operations) {
            scopes = scopes.union(configuration.operationScopes().requiredFor(each))
                    .union(demands.operationScopes().requiredFor(each));
            authentication =
                    with(authentication, configuration.operationAuthentication().requiredFor(each));
            authentication =
                    with(authentication, demands.operationAuthentication().requiredFor(each));
        }
        return new Needs(configuration.scopes().required(), scopes, authentication);
    }

    private static List<UserAuthentication> with(List<UserAuthentication> known, List<UserAuthentication> more) {
        List<UserAuthentication> all = known;
        for (UserAuthentication one : more) {
            all = with(all, one);
        }
        return all;
    }

    /** Nearly always there is none, and nothing has to be made then. */
    private static List<UserAuthentication> with(List<UserAuthentication> known, UserAuthentication one) {
        if (one.equals(UserAuthentication.ANY) || known.contains(one)) {
            return known;
        }
        return Stream.concat(known.stream(), Stream.of(one)).toList();
    }

    Scopes all() {
        return baseline.union(scopes);
    }

    /** Whether somebody must be known, beyond the baseline, which configuration lifts for open methods. */
    boolean needSomebody() {
        return !scopes.isEmpty() || !authentication.isEmpty();
    }
}
