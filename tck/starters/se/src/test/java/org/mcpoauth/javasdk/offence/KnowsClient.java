package org.mcpoauth.javasdk.offence;

import org.mcpoauth.client.offence.KnowsServer;

/** Breaks a rule of the house, to show that the rule notices. */
public final class KnowsClient {
    /** Of another module. */
    public record Seen(KnowsServer offence) {}
}
