package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;

/**
 * What the code that is going to serve a request demands beyond the configuration of its resource, as a
 * binding reads it from annotations. Immutable.
 *
 * @param scopes the scopes of every request
 * @param authentication how the user must have been authenticated for every request; all must be met
 * @param operationScopes the scopes of each operation
 * @param operationAuthentication how the user must have been authenticated for each operation
 * @param tokenNeeded whether a request without token is refused even if configuration opens its JSON-RPC
 *     method, because a role is demanded
 */
public record EndpointDemands(
        Scopes scopes,
        List<UserAuthentication> authentication,
        OperationScopes operationScopes,
        OperationAuthentication operationAuthentication,
        boolean tokenNeeded) {
    /** Nothing. */
    public static final EndpointDemands NONE =
            new EndpointDemands(Scopes.NONE, List.of(), OperationScopes.NONE, OperationAuthentication.NONE, false);

    /** Checks and copies the components. */
    public EndpointDemands {
        Objects.requireNonNull(scopes, "scopes");
        Objects.requireNonNull(operationScopes, "operationScopes");
        Objects.requireNonNull(operationAuthentication, "operationAuthentication");
        authentication = List.copyOf(authentication);
    }

    /**
     * The same that refuse requests without token.
     *
     * @param value whether they are refused
     * @return a new value
     */
    public EndpointDemands withTokenNeeded(boolean value) {
        return new EndpointDemands(scopes, authentication, operationScopes, operationAuthentication, value);
    }

    /**
     * The demands of both.
     *
     * @param other further demands
     * @return demands that are met only if those of both are
     */
    public EndpointDemands plus(EndpointDemands other) {
        if (other.equals(NONE)) {
            return this;
        }
        return new EndpointDemands(
                scopes.union(other.scopes),
                Stream.concat(authentication.stream(), other.authentication.stream())
                        .toList(),
                operationScopes.plus(other.operationScopes),
                operationAuthentication.plus(other.operationAuthentication),
                tokenNeeded || other.tokenNeeded);
    }
}
