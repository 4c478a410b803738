package org.mcpoauth.spi.offence;

import java.util.Optional;
import org.mcpoauth.spi.support.store.StoreLimits;

/** Breaks a rule of the house, to show that the rule notices. */
public final class ShowsSupport {
    /** Names a type that its callers cannot see. */
    public Optional<StoreLimits> limits() {
        return Optional.empty();
    }
}
