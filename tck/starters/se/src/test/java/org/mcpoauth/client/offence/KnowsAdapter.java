package org.mcpoauth.client.offence;

import org.mcpoauth.javasdk.offence.KnowsClient;

/** Breaks a rule of the house, to show that the rule notices. */
public final class KnowsAdapter {
    /** Of another module. */
    public record Seen(KnowsClient offence) {}
}
