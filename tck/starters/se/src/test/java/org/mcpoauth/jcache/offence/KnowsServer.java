package org.mcpoauth.jcache.offence;

import org.mcpoauth.server.offence.KnowsClient;

/** Breaks a rule of the house, to show that the rule notices. */
public final class KnowsServer {
    /** Of another module. */
    public record Seen(KnowsClient offence) {}
}
