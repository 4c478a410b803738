package org.mcpoauth.starter.architecture;

import com.tngtech.archunit.lang.ArchRule;

/** A rule of the house. */
interface HouseRule {
    /** The rule; holds for everything it is shown, also where it finds nothing to look at. */
    ArchRule rule();

    /** Code that breaks the rule, so that everybody sees that it can be broken. */
    Class<?> offence();
}
