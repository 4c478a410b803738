package org.mcpoauth.spi.client;

import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/** Decides whether a client may ask for more scopes (MCP authorization, "Step-Up Authorization Flow"). */
@FunctionalInterface
public interface StepUpGate {
    /** Always asks. */
    StepUpGate AUTO = (resource, missing) -> true;
    /** Never asks; the challenge becomes an exception. */
    StepUpGate NEVER = (resource, missing) -> false;

    /**
     * Decides about one step-up.
     *
     * @param resource the MCP server
     * @param wanted the scopes that would be asked for, those already granted included
     * @return {@code true} to authorize again
     */
    boolean allows(ResourceIdentifier resource, Scopes wanted);
}
