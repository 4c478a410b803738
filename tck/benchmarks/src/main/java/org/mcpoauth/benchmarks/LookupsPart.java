package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.net.URL;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.spi.resource.GuardDecision.Permitted;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.TokenCacheLimits;

/**
 * How often a request makes anybody look for a service, a resource or a class through the context class
 * loader: target P8. The same over HTTP is a unit test of the server.
 */
final class LookupsPart implements Part {
    private static final int REQUESTS = 1000;
    private static final byte[] BODY = HttpPart.BODY.getBytes(StandardCharsets.UTF_8);

    @Override
    public void run(Report report) {
        report.part("lookups", "Look-ups through the context class loader in " + REQUESTS + " guarded requests.");
        Fixture fixture = Fixture.of(Algorithm.RS256);
        ProtectedResource resource = OurContender.runtime(fixture.keySet(), null)
                .protectedResource(OurContender.configuration(
                        Set.of(Algorithm.RS256.wireName()), it -> it.tokenCache(TokenCacheLimits.OFF)));
        GuardedRequest request = request(fixture.goodToken());
        decide(resource, request);
        report.targets();
        report.target("P8", "look-ups", 0, lookups(resource, request));
    }

    private static int lookups(ProtectedResource resource, GuardedRequest request) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        CountingLoader counting = new CountingLoader(before);
        thread.setContextClassLoader(counting);
        try {
            for (int i = 0; i < REQUESTS; i++) {
                decide(resource, request);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        return counting.lookups.get();
    }

    private static void decide(ProtectedResource resource, GuardedRequest request) {
        if (!(resource.guard().decide(request) instanceof Permitted)) {
            throw new IllegalStateException("refused");
        }
    }

    private static GuardedRequest request(String token) {
        Map<String, List<String>> lines =
                Map.of("Authorization", List.of("Bearer " + token), "Content-Type", List.of("application/json"));
        HttpHeaders headers = HttpHeaders.of(lines, (name, value) -> true);
        return new GuardedRequest("POST", "/mcp", null, headers, maxBytes -> BODY);
    }

    private static final class CountingLoader extends ClassLoader {
        private final AtomicInteger lookups = new AtomicInteger();

        CountingLoader(@Nullable ClassLoader parent) {
            super(parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            lookups.incrementAndGet();
            return super.getResources(name);
        }

        @Override
        public @Nullable URL getResource(String name) {
            lookups.incrementAndGet();
            return super.getResource(name);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            lookups.incrementAndGet();
            return super.loadClass(name, resolve);
        }
    }
}
