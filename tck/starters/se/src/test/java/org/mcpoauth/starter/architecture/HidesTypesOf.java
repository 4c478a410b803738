package org.mcpoauth.starter.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** No public or protected signature names a type of these packages, not even as a type argument. */
final class HidesTypesOf extends ArchCondition<JavaCodeUnit> {
    private final List<String> hidden;

    HidesTypesOf(String... hidden) {
        super("name no types of " + List.of(hidden) + " in public or protected signatures");
        this.hidden = List.of(hidden);
    }

    @Override
    public void check(JavaCodeUnit unit, ConditionEvents events) {
        if (!isVisible(unit)) {
            return;
        }
        Stream.concat(
                        unit.getReturnType().getAllInvolvedRawTypes().stream(),
                        unit.getParameterTypes().stream().flatMap(type -> type.getAllInvolvedRawTypes().stream()))
                .map(JavaClass::getName)
                .filter(name -> hidden.stream().anyMatch(name::startsWith))
                .forEach(
                        name -> events.add(SimpleConditionEvent.violated(unit, unit.getFullName() + " shows " + name)));
    }

    private static boolean isVisible(JavaCodeUnit unit) {
        return isVisible(unit.getModifiers()) && isVisible(unit.getOwner().getModifiers());
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }
}
