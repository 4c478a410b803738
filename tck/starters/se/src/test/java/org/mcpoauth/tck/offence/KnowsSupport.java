package org.mcpoauth.tck.offence;

import org.mcpoauth.spi.support.store.StoreLimits;

/** Breaks a rule of the house, to show that the rule notices. */
public final class KnowsSupport {
    /** Of another module. */
    public record Seen(StoreLimits limits) {}
}
