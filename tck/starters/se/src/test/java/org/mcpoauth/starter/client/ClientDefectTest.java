package org.mcpoauth.starter.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthClientFactory;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.Manifest;
import org.mcpoauth.tck.ManifestEntry;
import org.mcpoauth.tck.counterpart.Counterpart;
import org.mcpoauth.tck.counterpart.Fault;

/** The contract of the client can fail: without its fault a test does, and for a client that checks nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientDefectTest {
    /** A client must survive them: there is nothing to refuse, and the naive client fails. */
    private static final Set<Fault> HARMLESS =
            EnumSet.of(Fault.NO_LIFETIME, Fault.JUNK_ID_TOKEN, Fault.REGISTRATION_WITH_FOREIGN_REDIRECTS);

    private final Events whole = run("", selectClass(OmittedFaultCase.class));

    @Test
    void ourClientIsNotAccusedAndEveryFaultIsDriven() {
        assertEquals(Set.of(), failed(whole).keySet());
        assertEquals(whole.started().count(), whole.succeeded().count());
        assertTrue(whole.started().count() > 45, "the contract was run");
        assertEquals(EnumSet.allOf(Fault.class), testsByFault().keySet());
    }

    @Test
    void aTestFailsWithoutItsFault() {
        Set<Fault> unnoticed = EnumSet.noneOf(Fault.class);
        testsByFault().forEach((fault, test) -> {
            Events one = run(fault.name(), selectMethod(OmittedFaultCase.class, test));
            if (failed(one).isEmpty()) {
                unnoticed.add(fault);
            }
        });
        assertEquals(HARMLESS, unnoticed, "faults whose absence nobody notices");
    }

    /** Else its failures would say nothing. */
    @Test
    void theNaiveClientWorksWherePeersKeepTheRules() throws Exception {
        try (Counterpart peer = new Counterpart();
                McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                        .implementation(McpOAuthClientFactory.class, new NaiveClients())
                        .build()) {
            URI server = URI.create(peer.mcp().url());
            ClientMetadata metadata = ClientMetadata.builder()
                    .redirectUris(List.of(URI.create("http://127.0.0.1:9/callback")))
                    .build();
            McpOAuthClient naive = runtime.client(ClientConfiguration.builder("naive", server, metadata)
                    .agent(peer.browser())
                    .build());
            HttpRequest request = HttpRequest.newBuilder(server)
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            assertEquals(200, naive.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void everyAssertionIsBrokenByAFaultLeftOutOrByANaiveClient() {
        Events naive = run("", selectClass(NaiveClientCase.class));
        Map<Fault, Method> harmful = testsByFault();
        harmful.keySet().removeAll(HARMLESS);
        Set<String> breaking = assertions(failed(naive).values());
        breaking.addAll(assertions(harmful.values()));
        Set<String> listed = Manifest.assertions().values().stream()
                .filter(entry -> entry.role().equals("client"))
                .map(ManifestEntry::id)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(listed, breaking);
    }

    private static Events run(String omitted, DiscoverySelector tests) {
        return EngineTestKit.engine("junit-jupiter")
                .configurationParameter(OmittedFaultCase.KEY, omitted)
                .selectors(tests)
                .execute()
                .testEvents();
    }

    /** The test that adds a fault, as the tests themselves report it. */
    private Map<Fault, Method> testsByFault() {
        Map<Fault, Method> tests = new EnumMap<>(Fault.class);
        whole.reportingEntryPublished().stream()
                .forEach(event -> event.getRequiredPayload(ReportEntry.class)
                        .getKeyValuePairs()
                        .values()
                        .forEach(fault -> tests.put(Fault.valueOf(fault), method(event))));
        return tests;
    }

    private static Map<String, Method> failed(Events tests) {
        Map<String, Method> failed = new TreeMap<>();
        tests.finished().stream()
                .filter(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getStatus()
                                != TestExecutionResult.Status.SUCCESSFUL)
                .map(ClientDefectTest::method)
                .forEach(test -> failed.put(test.getName(), test));
        return failed;
    }

    private static Method method(Event event) {
        return ((MethodSource) event.getTestDescriptor().getSource().orElseThrow()).getJavaMethod();
    }

    private static Set<String> assertions(Collection<Method> tests) {
        return tests.stream()
                .flatMap(test -> AnnotationSupport.findAnnotation(test, Assertion.class).stream())
                .flatMap(assertion -> Arrays.stream(assertion.value()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
