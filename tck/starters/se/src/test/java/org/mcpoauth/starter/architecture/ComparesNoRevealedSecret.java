package org.mcpoauth.starter.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/**
 * A method that reveals a secret compares nothing: a comparison of texts ends at the first difference,
 * and its duration tells where that was. {@code Secret.matches} compares.
 */
final class ComparesNoRevealedSecret extends ArchCondition<JavaCodeUnit> {
    private static final Set<String> OWNERS = Set.of(
            "java.lang.String",
            "java.lang.Object",
            "java.lang.CharSequence",
            "java.util.Objects",
            "java.util.Arrays",
            "java.util.Comparator");
    private static final Set<String> COMPARISONS = Set.of(
            "equals",
            "equalsIgnoreCase",
            "contentEquals",
            "compareTo",
            "compareToIgnoreCase",
            "compare",
            "regionMatches",
            "startsWith",
            "endsWith",
            "mismatch");

    ComparesNoRevealedSecret() {
        super("compare no texts where they reveal a secret");
    }

    @Override
    public void check(JavaCodeUnit unit, ConditionEvents events) {
        if (unit.getAccessesFromSelf().stream().noneMatch(ComparesNoRevealedSecret::reveals)) {
            return;
        }
        unit.getAccessesFromSelf().stream()
                .filter(access -> COMPARISONS.contains(access.getName()))
                .filter(access -> OWNERS.contains(access.getTargetOwner().getName()))
                .forEach(access -> events.add(SimpleConditionEvent.violated(unit, access.getDescription())));
    }

    private static boolean reveals(JavaAccess<?> access) {
        return access.getTargetOwner().getName().equals("org.mcpoauth.api.Secret")
                && access.getName().equals("reveal");
    }
}
