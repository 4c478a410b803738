package org.mcpoauth.spi.resource;

import org.mcpoauth.api.Scopes;

/**
 * Tells which scopes an operation needs, so that a request without them is answered 403 before it runs
 * and the client can step up (MCP authorization, "Runtime Insufficient Scope Errors").
 *
 * <p>Asked for every request; safe for use by several threads; does no I/O.
 */
@FunctionalInterface
public interface OperationScopes {
    /** No operation needs a scope. */
    OperationScopes NONE = operation -> Scopes.NONE;

    /**
     * All scopes an operation needs beyond those of every request.
     *
     * @param operation the operation; its parts are the peer's text
     * @return the scopes, {@link Scopes#NONE} when none is needed or the operation is unknown
     */
    Scopes requiredFor(McpOperation operation);

    /**
     * All scopes that some operation may need, for {@code scopes_supported}.
     *
     * @return the union over all operations
     */
    default Scopes all() {
        return Scopes.NONE;
    }

    /**
     * The scopes of both.
     *
     * @param other further scopes
     * @return scopes that suffice only if those of both do
     */
    default OperationScopes plus(OperationScopes other) {
        OperationScopes one = this;
        return new OperationScopes() {
            @Override
            public Scopes requiredFor(McpOperation operation) {
                return one.requiredFor(operation).union(other.requiredFor(operation));
            }

            @Override
            public Scopes all() {
                return one.all().union(other.all());
            }
        };
    }
}
