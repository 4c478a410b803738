package org.mcpoauth.benchmarks;

import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.benchmarks.Benchmarks.Part;
import org.mcpoauth.benchmarks.Rounds.Cell;
import org.mcpoauth.benchmarks.Rounds.Samples;
import org.mcpoauth.spi.resource.GuardDecision.Permitted;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.resource.ResourceGuard;
import org.mcpoauth.spi.resource.TokenCacheLimits;

/**
 * Where the time of a guarded request goes: the guard alone, step by step, and a Jersey application around
 * it, both without a network. It has no targets of its own; it shows what those of {@link HttpPart} are made of.
 */
final class GuardPart implements Part {
    private static final String RAW = "bare check of the signature";
    private static final URI BASE = URI.create("http://127.0.0.1:8080/");
    private static final URI URL = URI.create(Fixture.AUDIENCE);
    private static final byte[] BODY = HttpPart.BODY.getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_BODY = {};
    private static final TokenCacheLimits CACHE = new TokenCacheLimits(10_000, Duration.ofMinutes(5));

    @Override
    public void run(Report report) throws Exception {
        report.part("guard", "CPU time and garbage of judging a request in process, RS256, JDK provider.");
        Fixture fixture = Fixture.of(Algorithm.RS256);
        Map<String, Cell> cells = new LinkedHashMap<>();
        guardCells(cells, fixture);
        for (HttpVariant variant : HttpVariant.values()) {
            cells.put("Jersey, " + variant, jersey(variant, fixture));
        }
        Map<String, Samples> measured = Rounds.usual().measure(cells);
        Samples raw = Objects.requireNonNull(measured.get(RAW));
        report.header(List.of("what", "ratio to the bare signature", "garbage in KiB"));
        measured.forEach((name, samples) ->
                report.row(List.of(name, Report.ratio(samples.ratioTo(raw)), Report.ratio(samples.bytes() / 1024))));
    }

    private static void guardCells(Map<String, Cell> cells, Fixture fixture) throws Exception {
        String token = fixture.goodToken();
        ProtectedResource cached = resource(fixture, CACHE);
        ProtectedResource uncached = resource(fixture, TokenCacheLimits.OFF);
        Contender.Verification raw = new RawContender(RAW, null).verification(fixture);
        cells.put(RAW, () -> raw.verify(token));
        cells.put("remembered token", verification(cached.verifier(), token));
        cells.put("token", verification(uncached.verifier(), token));
        cells.put("request without body, remembered token", decision(cached.guard(), "GET", token, NO_BODY));
        cells.put("JSON-RPC call, remembered token", decision(cached.guard(), "POST", token, BODY));
        cells.put("JSON-RPC call", decision(uncached.guard(), "POST", token, BODY));
    }

    private static ProtectedResource resource(Fixture fixture, TokenCacheLimits limits) {
        return OurContender.runtime(fixture.keySet(), null)
                .protectedResource(
                        OurContender.configuration(Set.of(Algorithm.RS256.wireName()), it -> it.tokenCache(limits)));
    }

    private static Cell verification(TokenVerifier verifier, String token) {
        return () -> verifier.verify(PresentedToken.bearer(token, "POST", URL));
    }

    private static Cell decision(ResourceGuard guard, String method, String token, byte[] body) {
        Map<String, List<String>> lines = Map.of(
                "Host", List.of(URL.getAuthority()),
                "Authorization", List.of("Bearer " + token),
                "Content-Type", List.of("application/json"),
                "Content-Length", List.of(Integer.toString(body.length)));
        HttpHeaders headers = HttpHeaders.of(lines, (name, value) -> true);
        GuardedRequest request = new GuardedRequest(method, URL.getRawPath(), null, headers, maxBytes -> body);
        return () -> {
            if (guard.decide(request) instanceof Permitted permitted) {
                return permitted;
            }
            throw new IllegalStateException("refused");
        };
    }

    /** A whole application, from the request as its container gives it to the octets of the answer. */
    private static Cell jersey(HttpVariant variant, Fixture fixture) {
        ResourceConfig application = new ResourceConfig(HttpEndpoint.class);
        variant.protect(application, fixture.keySet());
        ApplicationHandler handler = new ApplicationHandler(application);
        String token = fixture.goodToken();
        return () -> {
            int status = handler.apply(request(application, token), OutputStream.nullOutputStream())
                    .get()
                    .getStatus();
            if (status != 200) {
                throw new IllegalStateException(variant + ": " + status);
            }
            return status;
        };
    }

    private static ContainerRequest request(ResourceConfig application, String token) {
        ContainerRequest request =
                new ContainerRequest(BASE, URL, "POST", Nobody.INSTANCE, new MapPropertiesDelegate(), application);
        request.header("Host", URL.getAuthority());
        request.header("Authorization", "Bearer " + token);
        request.header("Content-Type", "application/json");
        request.header("Content-Length", Integer.toString(BODY.length));
        request.setEntityStream(new ByteArrayInputStream(BODY));
        return request;
    }

    /** What a container knows of a caller before anybody has looked at the token. */
    private enum Nobody implements SecurityContext {
        INSTANCE;

        @Override
        public @Nullable Principal getUserPrincipal() {
            return null;
        }

        @Override
        public boolean isUserInRole(String role) {
            return false;
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public @Nullable String getAuthenticationScheme() {
            return null;
        }
    }
}
