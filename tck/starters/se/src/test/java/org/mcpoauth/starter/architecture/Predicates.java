package org.mcpoauth.starter.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;

/** The words the rules are made of. Classes are named, so that a rule also speaks of absent ones. */
final class Predicates {
    private Predicates() {}

    static DescribedPredicate<JavaClass> named(String... names) {
        List<String> all = List.of(names);
        return describe("are one of " + all, type -> all.contains(type.getName()));
    }

    /** Neither one of these classes nor nested in one. */
    static DescribedPredicate<JavaClass> notNamed(String... names) {
        List<String> all = List.of(names);
        return describe(
                "are none of " + all,
                type -> all.stream()
                        .noneMatch(name ->
                                type.getName().equals(name) || type.getName().startsWith(name + "$")));
    }

    /** Calls of methods and references to them; an empty owner is any. */
    static DescribedPredicate<JavaAccess<?>> use(String owner, String... members) {
        List<String> all = List.of(members);
        return describe(
                "is " + owner + all,
                access -> all.contains(access.getName())
                        && (owner.isEmpty() || access.getTargetOwner().getName().equals(owner)));
    }
}
