package org.mcpoauth.spi.resource;

import java.util.List;
import java.util.stream.Stream;

/**
 * Tells how the user must have been authenticated for an operation, so that a request without it is
 * answered 401 before it runs and the client can step up (RFC 9470).
 *
 * <p>Asked for every request; safe for use by several threads; does no I/O.
 */
@FunctionalInterface
public interface OperationAuthentication {
    /** Any authentication will do for every operation. */
    OperationAuthentication NONE = operation -> List.of();

    /**
     * What an operation needs beyond what every request needs.
     *
     * @param operation the operation; its parts are the peer's text
     * @return demands that must all be met, empty when there is none or the operation is unknown
     */
    List<UserAuthentication> requiredFor(McpOperation operation);

    /**
     * The demands of both.
     *
     * @param other further demands
     * @return demands that are met only if those of both are
     */
    default OperationAuthentication plus(OperationAuthentication other) {
        return operation -> Stream.concat(requiredFor(operation).stream(), other.requiredFor(operation).stream())
                .toList();
    }
}
