package org.mcpoauth.server.offence;

import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Breaks a rule of the house, to show that the rule notices. */
public final class IsInjected {
    @Inject
    @Nullable
    String name;
}
