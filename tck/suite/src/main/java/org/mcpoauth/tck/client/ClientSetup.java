package org.mcpoauth.tck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.tck.MovableClock;
import org.mcpoauth.tck.counterpart.Counterpart;
import org.mcpoauth.tck.counterpart.Fault;
import org.mcpoauth.tck.counterpart.Step;

/** What a vendor supplies for {@link McpOAuthClientContract}, and what its parts share. */
@Tag("client")
abstract class ClientSetup {
    static final URI REDIRECT = URI.create("http://127.0.0.1:9/callback");
    /** No text with this word is ever shown to anybody. */
    static final String HOSTILE = "HOSTILE";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final MovableClock clock = new MovableClock();
    private final List<McpOAuthRuntime> runtimes = new ArrayList<>();
    private @Nullable Counterpart counterpart;

    /**
     * What runtimes of these tests are made from; the tests add a clock and allow loopback.
     *
     * @return a new builder; with the only client implementation that is present unless overridden
     */
    protected McpOAuthRuntime.Builder newRuntime() {
        return McpOAuthRuntime.builder();
    }

    /**
     * Adds a fault to a peer. Whoever tests the tests overrides this to leave faults out.
     *
     * @param peer the peer
     * @param fault what goes wrong from now on
     */
    protected void spoil(Counterpart peer, Fault fault) {
        peer.with(fault);
    }

    @BeforeEach
    final void startPeers() {
        counterpart = new Counterpart();
    }

    @AfterEach
    final void stopPeers() {
        runtimes.forEach(McpOAuthRuntime::close);
        runtimes.clear();
        peer().close();
    }

    final Counterpart peer() {
        return Objects.requireNonNull(counterpart);
    }

    /** Replaces the peers by new ones, for the next fault of a list. */
    final void restart() {
        stopPeers();
        startPeers();
    }

    final void spoil(Fault fault) {
        spoil(peer(), fault);
    }

    final void elapse(Duration time) {
        clock.advance(time);
    }

    final McpOAuthRuntime runtime() {
        return kept(builder().build());
    }

    /** A runtime that shares its state with another one, as nodes of a cluster do. */
    final McpOAuthRuntime nodeBeside(McpOAuthRuntime other) {
        return kept(builder().stateStore(other.services().stateStore()).build());
    }

    private McpOAuthRuntime.Builder builder() {
        return newRuntime().allowLoopback().clock(clock);
    }

    private McpOAuthRuntime kept(McpOAuthRuntime runtime) {
        runtimes.add(runtime);
        return runtime;
    }

    final McpOAuthClient client() {
        return client(runtime());
    }

    final McpOAuthClient client(McpOAuthRuntime runtime) {
        return runtime.client(configuration().agent(peer().browser()).build());
    }

    /** A configuration whose user is not there at once. */
    final ClientConfiguration.Builder configuration() {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("TCK")
                .redirectUris(List.of(REDIRECT))
                .build();
        return ClientConfiguration.builder("tck", URI.create(peer().mcp().url()), metadata);
    }

    final HttpResponse<String> call(McpOAuthClient client) throws IOException, InterruptedException {
        return client.send(request(URI.create(peer().mcp().url())), BodyHandlers.ofString());
    }

    static HttpRequest request(URI target) {
        return HttpRequest.newBuilder(target)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString("{}"))
                .build();
    }

    /** A client whose first call was answered. */
    final McpOAuthClient authorizedClient() throws IOException, InterruptedException {
        McpOAuthClient client = client();
        assertEquals(200, call(client).statusCode(), "with peers that keep the rules");
        return client;
    }

    /** Calls a peer with the fault from the beginning; the call fails, in time, and nothing leaks. */
    final McpOAuthException refused(Fault fault) {
        spoil(fault);
        return refused(client());
    }

    final McpOAuthException refused(McpOAuthClient client) {
        McpOAuthException refusal =
                assertTimeoutPreemptively(PATIENCE, () -> assertThrows(McpOAuthException.class, () -> call(client)));
        assertHidden(refusal);
        assertNoLeaks();
        return refusal;
    }

    /** The same for several faults, each with peers of its own; with the code that the API promises. */
    final void eachRefused(FailureCode code, Step untouched, Fault... faults) {
        for (Fault fault : faults) {
            restart();
            assertEquals(code, refused(fault).code(), fault.name());
            assertUntouched(fault, untouched);
        }
    }

    /** The same where the API leaves the code to the implementation. */
    final void eachRefused(Step untouched, Fault... faults) {
        for (Fault fault : faults) {
            restart();
            refused(fault);
            assertUntouched(fault, untouched);
        }
    }

    /** The client came neither to a step nor to any after it. */
    final void assertUntouched(Fault fault, Step first) {
        for (Step step : Step.values()) {
            if (step.compareTo(first) >= 0) {
                assertEquals(0, peer().count(step), fault + " came to " + step);
            }
        }
    }

    final void assertNoLeaks() {
        assertEquals(List.of(), peer().leaks());
    }

    /** Neither secrets nor unchecked text of a peer are in what may be logged. */
    final void assertHidden(Throwable failure) {
        for (Throwable shown = failure; shown != null; shown = shown.getCause()) {
            String text = shown.toString();
            assertFalse(peer().ledger().isShownIn(text), "a secret is in the text of a failure");
            assertFalse(text.contains(HOSTILE), "text of a peer is in the text of a failure");
        }
    }
}
