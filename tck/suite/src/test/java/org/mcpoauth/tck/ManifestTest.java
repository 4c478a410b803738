package org.mcpoauth.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manifest and the tests name each other: no assertion is untested in silence, no test unlisted. */
class ManifestTest {
    private final List<Method> tests = assertionTests();
    private final Set<String> listed = Manifest.assertions().keySet();
    private final Set<String> deferred = Manifest.deferrals().keySet();

    @Test
    void everyAssertionHasATestOrAReasonWhyNot() {
        Set<String> covered = new TreeSet<>(tested());
        covered.addAll(deferred);
        assertEquals(new TreeSet<>(listed), covered);
    }

    @Test
    void aDeferredAssertionIsListedAndHasNoTest() {
        assertTrue(listed.containsAll(deferred));
        Set<String> both = new TreeSet<>(tested());
        both.retainAll(deferred);
        assertEquals(Set.of(), both);
        assertFalse(Manifest.deferrals().containsValue(""), "a deferral without a reason");
    }

    @Test
    void aTestProvesOneToThreeAssertions() {
        for (Method test : tests) {
            int ids = ids(test).size();
            assertTrue(ids >= 1 && ids <= 3, test + " names " + ids + " assertions");
        }
    }

    @Test
    void anIdIsRoleAreaAndNumber() {
        for (String id : listed) {
            assertTrue(id.matches("[A-Z]{2,4}-[A-Z0-9]{2,8}-[0-9]{3}"), id);
        }
    }

    @Test
    void aTestIsTaggedWithRoleAndFeatureOfItsAssertions() {
        for (Method test : tests) {
            Set<String> tags = tags(Objects.requireNonNull(outermost(test.getDeclaringClass())));
            for (String id : ids(test)) {
                ManifestEntry entry =
                        Objects.requireNonNull(Manifest.assertions().get(id), id);
                assertTrue(tags.contains(entry.role()), test + " lacks the tag " + entry.role());
                assertEquals(entry.feature().equals("-") ? 1 : 2, tags.size(), test + " has the tags " + tags);
                assertTrue(entry.feature().equals("-") || tags.contains(entry.feature()), id);
            }
        }
    }

    @Test
    void aLineWithAMissingOrEmptyColumnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> ManifestEntry.parse("A-B-001\tMUST\td\ts\tr\t*\trole"));
        assertThrows(IllegalArgumentException.class, () -> ManifestEntry.parse("A-B-001\tMUST\td\ts\t\t*\trole\t-"));
        assertThrows(IllegalArgumentException.class, () -> ManifestEntry.parse("A-B-001\tMAY\td\ts\tr\t*\trole\t-"));
    }

    private Set<String> tested() {
        return tests.stream().flatMap(test -> ids(test).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> ids(Method test) {
        return List.of(
                Objects.requireNonNull(test.getAnnotation(Assertion.class)).value());
    }

    private static Set<String> tags(Class<?> type) {
        return Arrays.stream(type.getAnnotationsByType(Tag.class))
                .map(Tag::value)
                .collect(Collectors.toSet());
    }

    private static Class<?> outermost(Class<?> type) {
        Class<?> outer = type;
        while (outer.getEnclosingClass() != null) {
            outer = outer.getEnclosingClass();
        }
        return outer;
    }

    /** Every class of the suite, so that nobody has to remember to list a new one. */
    private static List<Method> assertionTests() {
        try {
            Path classes = Path.of(Assertion.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            try (Stream<Path> files = Files.walk(classes)) {
                return files.map(file -> classes.relativize(file).toString())
                        .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                        .map(ManifestTest::load)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> method.isAnnotationPresent(Assertion.class))
                        .toList();
            }
        } catch (IOException | URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Class<?> load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            return Class.forName(name, false, ManifestTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
