package org.mcpoauth.client.offence;

import org.mcpoauth.server.offence.IsInjected;

/** Breaks a rule of the house, to show that the rule notices. */
public final class KnowsServer {
    /** Of another module. */
    public record Seen(IsInjected offence) {}
}
