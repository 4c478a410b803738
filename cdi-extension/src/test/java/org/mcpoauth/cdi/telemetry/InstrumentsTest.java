package org.mcpoauth.cdi.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.event.ClientEvent;
import org.mcpoauth.api.event.ResourceEvent;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.cdi.LoaderWithout;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpPurpose;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/** What is measured, with a real SDK that keeps it in memory. */
@Tag("container")
class InstrumentsTest {
    private static final ResourceIdentifier RESOURCE = ResourceIdentifier.of("https://mcp.example/mcp");
    private static final Issuer ISSUER = Issuer.of("https://as.example");
    private static final TokenPrincipal EVIL = new TokenPrincipal("evil-client", ISSUER, "evil-subject");
    private static final URI SECRET_PLACE = URI.create("https://evil.example/keys?secret=evil");

    private final InMemoryMetricReader metrics = InMemoryMetricReader.create();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
            .setMeterProvider(
                    SdkMeterProvider.builder().registerMetricReader(metrics).build())
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .build();
    private final Instruments instruments = OpenTelemetryInstruments.of(sdk);

    @AfterEach
    void stop() {
        sdk.close();
    }

    @Test
    void everyEventThatMattersIsCountedByItsReason() {
        List<AuditEvent> events = events();
        events.forEach(instruments.countingEvents(event -> {})::happened);
        assertEquals(
                Set.of(
                        "mcp.oauth.refused {reason=signature} 2",
                        "mcp.oauth.refused {endpoint=token, reason=invalid_grant} 1",
                        "mcp.oauth.stepup {reason=scope} 1",
                        "mcp.oauth.binding.refused {kind=session} 1",
                        "mcp.oauth.issued {grant=refresh_token} 1",
                        "mcp.oauth.registered {way=dcr} 1",
                        "mcp.oauth.revoked {reason=client} 1",
                        "mcp.oauth.revoked {reason=reuse} 1",
                        "mcp.oauth.revoked {reason=deleted} 1"),
                counters());
    }

    @Test
    void whatHappensToClientsIsCountedByTheirNames() {
        List<ClientEvent> events = List.of(
                new ClientEvent.TokensObtained(
                        "crm",
                        RESOURCE,
                        ISSUER,
                        GrantType.AUTHORIZATION_CODE,
                        RegistrationApproach.CLIENT_ID_METADATA_DOCUMENT),
                new ClientEvent.TokensObtained("crm", RESOURCE, ISSUER, GrantType.JWT_BEARER, null),
                new ClientEvent.TokensRefreshed("crm", RESOURCE, ISSUER),
                new ClientEvent.TokensRefreshed("crm", RESOURCE, ISSUER),
                new ClientEvent.RevocationDone("crm", RESOURCE, ISSUER, TokenKind.REFRESH_TOKEN),
                new ClientEvent.RegistrationDone("erp", RESOURCE, ISSUER),
                new ClientEvent.StepUpWanted("crm", RESOURCE, RejectionReason.SCOPE, true),
                new ClientEvent.StepUpWanted("crm", RESOURCE, RejectionReason.USER_AUTHENTICATION, false),
                new ClientEvent.RequestDenied("crm", RESOURCE, ISSUER, EndpointKind.TOKEN, ErrorCode.INVALID_GRANT),
                new ClientEvent.RequestDenied("crm", RESOURCE, ISSUER, EndpointKind.AUTHORIZATION, null));
        events.forEach(instruments.countingEvents(event -> {})::happened);
        assertEquals(
                Set.of(
                        "mcp.oauth.client.obtained {client=crm, grant=authorization_code, way=cimd} 1",
                        "mcp.oauth.client.obtained {client=crm, grant=urn:ietf:params:oauth:grant-type:jwt-bearer,"
                                + " way=none} 1",
                        "mcp.oauth.client.refreshed {client=crm} 2",
                        "mcp.oauth.client.revoked {client=crm, kind=refresh_token} 1",
                        "mcp.oauth.client.registered {client=erp, way=dcr} 1",
                        "mcp.oauth.client.stepup {client=crm, followed=true, reason=scope} 1",
                        "mcp.oauth.client.stepup {client=crm, followed=false, reason=user_authentication} 1",
                        "mcp.oauth.client.refused {client=crm, endpoint=token, reason=invalid_grant} 1",
                        "mcp.oauth.client.refused {client=crm, endpoint=authorization, reason=other} 1"),
                counters());
    }

    @Test
    void whoListensLearnsEverythingAsBefore() {
        List<AuditEvent> learned = new ArrayList<>();
        events().forEach(instruments.countingEvents(learned::add)::happened);
        assertEquals(events(), learned);
    }

    @Test
    void acceptedTokensAreCountedAndRefusedOnesAreNot() {
        VerifiedToken accepted = new VerifiedToken(
                EVIL,
                Scopes.NONE,
                List.of(RESOURCE.value()),
                Instant.EPOCH,
                Set.of(),
                null,
                JsonValue.EMPTY_JSON_OBJECT);
        TokenVerifier verifier = instruments.countingTokens(presented -> {
            if (presented.token().equals(Secret.of("forged"))) {
                throw new TokenRejectedException(RejectionReason.SIGNATURE);
            }
            return accepted;
        });
        assertSame(accepted, verifier.verify(PresentedToken.bearer("good", "POST", RESOURCE.uri())));
        assertThrows(
                TokenRejectedException.class,
                () -> verifier.verify(PresentedToken.bearer("forged", "POST", RESOURCE.uri())));
        assertEquals(Set.of("mcp.oauth.token.verified {} 1"), counters());
    }

    @Test
    void requestsAreTimedByTheirPurpose() {
        HttpTransport transport = instruments.timing(
                call -> new HttpReply(200, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]));
        for (HttpPurpose purpose : HttpPurpose.values()) {
            assertEquals(200, transport.send(call(purpose)).status());
        }
        Set<String> names = Set.of(
                "mcp.oauth.metadata.fetch",
                "mcp.oauth.jwks.fetch",
                "mcp.oauth.token.request",
                "mcp.oauth.introspection",
                "mcp.oauth.endpoint.request");
        assertEquals(
                names,
                spans.getFinishedSpanItems().stream().map(SpanData::getName).collect(Collectors.toSet()));
        assertEquals(
                names.stream()
                        .map(name -> name + " {http.response.status_code=200} 1")
                        .collect(Collectors.toSet()),
                timers());
    }

    @Test
    void requestsWithoutAnAnswerAreTimedByWhatFailed() {
        HttpTransport transport = instruments.timing(call -> {
            throw new TransportException(FailureCode.TIMED_OUT, call.uri(), "too slow", null);
        });
        assertThrows(TransportException.class, () -> transport.send(call(HttpPurpose.KEY_SET)));
        assertEquals(Set.of("mcp.oauth.jwks.fetch {error.type=timed_out} 1"), timers());
        assertEquals(1, spans.getFinishedSpanItems().size());
    }

    @Test
    void nothingThatAClientSaidIsToldOn() {
        events().forEach(instruments.countingEvents(event -> {})::happened);
        instruments
                .timing(call -> new HttpReply(404, HttpHeaders.of(Map.of(), (name, value) -> true), new byte[0]))
                .send(call(HttpPurpose.KEY_SET));
        String told = metrics.collectAllMetrics() + " " + spans.getFinishedSpanItems();
        assertFalse(told.contains("evil"), told);
    }

    @Test
    void withoutTheApiNothingIsMeasured() throws Exception {
        ClassLoader without = new LoaderWithout("io.opentelemetry.");
        Class<?> type = Class.forName(Instruments.class.getName(), true, without);
        assertSame(
                type.getField("NONE").get(null),
                type.getMethod("ofContainer", boolean.class).invoke(null, true));
    }

    private static List<AuditEvent> events() {
        return List.of(
                new ResourceEvent.RequestRefused(RESOURCE, RejectionReason.SIGNATURE, null),
                new ResourceEvent.RequestRefused(RESOURCE, RejectionReason.SIGNATURE, EVIL),
                new ResourceEvent.StepUpDemanded(RESOURCE, RejectionReason.SCOPE, EVIL),
                new ResourceEvent.HandleBound(RESOURCE, "session", EVIL),
                new ResourceEvent.BindingRefused(RESOURCE, "session", EVIL),
                new AuthorizationServerEvent.TokensIssued(
                        ISSUER, GrantType.REFRESH_TOKEN, "evil-client", "evil-subject", Scopes.of("evil")),
                new AuthorizationServerEvent.EndpointRefused(
                        ISSUER, AuthorizationServerEvent.EndpointKind.TOKEN, ErrorCode.INVALID_GRANT),
                new AuthorizationServerEvent.ClientRegistered(ISSUER, "evil-client"),
                new AuthorizationServerEvent.ClientUpdated(ISSUER, "evil-client"),
                new AuthorizationServerEvent.ClientDeleted(ISSUER, "evil-client"),
                new AuthorizationServerEvent.TokensRevoked(ISSUER, "evil-client", null),
                new AuthorizationServerEvent.ReuseDetected(
                        ISSUER, GrantType.REFRESH_TOKEN, "evil-client", "evil-subject"));
    }

    private static HttpCall call(HttpPurpose purpose) {
        HttpHeaders headers = HttpHeaders.of(Map.of("Authorization", List.of("evil")), (name, value) -> true);
        return new HttpCall("GET", SECRET_PLACE, headers, new byte[0], Duration.ofSeconds(1), 1, purpose);
    }

    private Set<String> counters() {
        return metrics.collectAllMetrics().stream()
                .flatMap(metric -> metric.getLongSumData().getPoints().stream()
                        .map(point -> text(metric, point.getAttributes().asMap(), point.getValue())))
                .collect(Collectors.toSet());
    }

    private Set<String> timers() {
        return metrics.collectAllMetrics().stream()
                .flatMap(metric -> metric.getHistogramData().getPoints().stream()
                        .map(point -> text(metric, point.getAttributes().asMap(), point.getCount())))
                .collect(Collectors.toSet());
    }

    private static String text(MetricData metric, Map<?, ?> attributes, long value) {
        String all = attributes.entrySet().stream()
                .flatMap(attribute -> Stream.of(attribute.getKey() + "=" + attribute.getValue()))
                .sorted()
                .collect(Collectors.joining(", "));
        return metric.getName() + " {" + all + "} " + value;
    }
}
