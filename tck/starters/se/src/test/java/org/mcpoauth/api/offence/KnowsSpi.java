package org.mcpoauth.api.offence;

import org.mcpoauth.spi.store.StateStore;

/** Breaks a rule of the house, to show that the rule notices. */
public final class KnowsSpi {
    /** Of another module. */
    public interface Seen extends StateStore {}
}
