package org.mcpoauth.spi.resource;

import org.mcpoauth.api.Scopes;

/**
 * Judges whether granted scopes suffice; the place for hierarchies in which a broad scope implies narrow
 * ones (MCP authorization, "Scope Challenge Handling").
 *
 * <p>Asked for every request; safe for use by several threads; does no I/O.
 */
@FunctionalInterface
public interface ScopeEvaluator {
    /** Every needed scope must be granted by name. */
    ScopeEvaluator EXACT = (granted, needed) -> needed.minus(granted);

    /**
     * The needed scopes that the granted ones do not cover.
     *
     * @param granted the scopes of the token
     * @param needed the scopes of the operation
     * @return what is missing, {@link Scopes#NONE} when the granted scopes suffice
     */
    Scopes missing(Scopes granted, Scopes needed);
}
