package org.mcpoauth.guarded;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.client.PossessionRules;

/** A protected server, a person and the runtime of an application. */
public final class World implements AutoCloseable {
    public static final URI REDIRECT = URI.create("http://127.0.0.1:9/callback");
    /** For what ends at once unless the machine is busy. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    public static final Duration MORE_THAN_A_TOKEN_LIFE = Duration.ofMinutes(11);

    public final ProtectedServer server = new ProtectedServer();
    public final Person person = new Person();
    /** The time of the application; the server has its own. */
    public final TravelClock clock = new TravelClock();

    public final McpOAuthRuntime runtime;
    private final ThreadPoolExecutor work = (ThreadPoolExecutor) Executors.newCachedThreadPool();

    public World() {
        runtime = McpOAuthRuntime.builder()
                .allowLoopback()
                .clock(clock)
                .executor(work)
                .build();
    }

    /**
     * How an application calls a server, without a user. Its tokens are bound to no key: where the clocks of both sides
     * differ, as they do here on purpose, proofs are too old or not valid yet (RFC 9449, section 11.1).
     */
    public static ClientConfiguration.Builder configuration(ProtectedServer server) {
        ClientMetadata metadata = ClientMetadata.builder()
                .clientName("Test")
                .redirectUris(List.of(REDIRECT))
                .build();
        return ClientConfiguration.builder("crm", server.url(), metadata)
                .possession(PossessionRules.DEFAULT.withMode(PossessionRules.Mode.OFF));
    }

    /** A client with a user at hand. */
    public McpOAuthClient client() {
        return runtime.client(configuration(server).agent(person).build());
    }

    /** The threads of the application that work or wait for the server. */
    public int busy() {
        return work.getActiveCount();
    }

    /** Waits for something that happens on other threads. */
    public static void eventually(BooleanSupplier state, String otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Among the causes of a failure. */
    public static <T extends Throwable> T cause(Throwable failure, Class<T> type) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName(), failure));
    }

    @Override
    public void close() {
        server.close();
        runtime.close();
        work.shutdownNow();
    }
}
