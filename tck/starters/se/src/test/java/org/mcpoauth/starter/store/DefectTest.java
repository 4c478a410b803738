package org.mcpoauth.starter.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.Manifest;
import org.mcpoauth.tck.ManifestEntry;

/** The contract of the state store catches broken stores, each by the assertion about what is broken. */
class DefectTest {

    static final List<Defect> DEFECTS = Defect.all().toList();

    @ParameterizedTest
    @FieldSource("DEFECTS")
    void aDefectIsCaughtByItsAssertion(Defect defect) {
        Set<String> failed = failedAssertions(run(defect.name()));
        assertTrue(failed.containsAll(defect.assertions()), () -> "only these noticed: " + failed);
    }

    @Test
    void aCorrectStoreIsNotAccused() {
        Events tests = run("");
        assertEquals(Set.of(), failedAssertions(tests));
        assertEquals(tests.started().count(), tests.succeeded().count());
        assertTrue(tests.started().count() > 40, "the contract was run");
    }

    @Test
    void everyAssertionOfTheContractCatchesADefect() {
        Set<String> catching = Defect.all()
                .flatMap(defect -> defect.assertions().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = Manifest.assertions().values().stream()
                .filter(entry ->
                        entry.role().equals("state-store") && entry.feature().equals("-"))
                .map(ManifestEntry::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(listed, catching);
    }

    private static Events run(String defect) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(DefectiveStoreCase.KEY, defect)
                .selectors(selectClass(DefectiveStoreCase.class))
                .execute()
                .testEvents();
    }

    private static Set<String> failedAssertions(Events tests) {
        return tests.finished().stream()
                .filter(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getStatus()
                                != TestExecutionResult.Status.SUCCESSFUL)
                .flatMap(DefectTest::assertions)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> assertions(Event event) {
        MethodSource test = (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
        return Arrays.stream(Objects.requireNonNull(test.getJavaMethod().getAnnotation(Assertion.class))
                .value());
    }
}
