package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.event.AuthorizationServerEvent.ClientRegistered;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** An application with a bean of OpenTelemetry, as MicroProfile Telemetry has it. */
@Tag("container")
class TelemetryInjectionTest {

    /** Nobody can be reached, and whatever is measured is kept in memory. */
    @Dependent
    static class Parts {
        static final InMemoryMetricReader METRICS = InMemoryMetricReader.create();
        static final OpenTelemetrySdk SDK = OpenTelemetrySdk.builder()
                .setMeterProvider(
                        SdkMeterProvider.builder().registerMetricReader(METRICS).build())
                .build();

        @Produces
        @ApplicationScoped
        OpenTelemetry telemetry() {
            return SDK;
        }

        @Produces
        @Singleton
        HttpTransport transport() {
            return call -> new HttpReply(404, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]);
        }
    }

    @Test
    void whatTheApplicationDoesIsMeasuredUnlessThatIsSwitchedOff() {
        use("false");
        assertEquals(Set.of(), measured());
        use("true");
        assertEquals(Set.of("mcp.oauth.registered", "mcp.oauth.metadata.fetch"), measured());
    }

    /** A registration that is told, and a key set that is asked for in vain. */
    private static void use(String enabled) {
        Map<String, String> keys = new HashMap<>(Application.RESOURCE);
        keys.put("mcp.oauth.metrics.enabled", enabled);
        keys.put("mcp.oauth.url-policy", "loopback");
        keys.put("mcp.oauth.resource.authorization-servers", "http://127.0.0.1:9");
        try (Application application = Application.start(keys, Parts.class)) {
            application
                    .get(McpOAuthRuntime.class)
                    .services()
                    .auditListener()
                    .happened(new ClientRegistered(Issuer.of("https://as.example"), "app"));
            TokenVerifier verifier = application.get(TokenVerifier.class);
            assertEquals(1, verifier.issuersWithoutKeys().size());
        }
    }

    private static Set<String> measured() {
        return Parts.METRICS.collectAllMetrics().stream()
                .map(MetricData::getName)
                .collect(Collectors.toSet());
    }
}
