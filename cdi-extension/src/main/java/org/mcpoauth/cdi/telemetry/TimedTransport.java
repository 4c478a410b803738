package org.mcpoauth.cdi.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.spi.http.HttpCall;
import org.mcpoauth.spi.http.HttpPurpose;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.http.HttpTransport;

/**
 * Times requests by their purpose, with a span for each. Neither says where a request went or what it held: that may be
 * what a client said, or a secret.
 */
final class TimedTransport implements HttpTransport {
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final HttpTransport transport;
    private final Tracer tracer;
    private final Map<HttpPurpose, DoubleHistogram> timers = new EnumMap<>(HttpPurpose.class);

    TimedTransport(Meter meter, Tracer tracer, HttpTransport transport) {
        this.transport = transport;
        this.tracer = tracer;
        for (HttpPurpose purpose : HttpPurpose.values()) {
            timers.put(
                    purpose,
                    meter.histogramBuilder(name(purpose))
                            .setUnit("s")
                            .setDescription("how long a request takes, to the last byte of the answer")
                            .build());
        }
    }

    @Override
    public HttpReply send(HttpCall call) {
        Span span = tracer.spanBuilder(name(call.purpose()))
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        AttributesBuilder outcome = Attributes.builder();
        long start = System.nanoTime();
        try {
            HttpReply reply = transport.send(call);
            outcome.put(STATUS, reply.status());
            return reply;
        } catch (McpOAuthException e) {
            outcome.put(ERROR, e.code().name().toLowerCase(Locale.ROOT));
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            Attributes attributes = outcome.build();
            DoubleHistogram timer = timers.get(call.purpose());
            if (timer != null) {
                timer.record((System.nanoTime() - start) / SECOND, attributes);
            }
            span.setAllAttributes(attributes).end();
        }
    }

    private static String name(HttpPurpose purpose) {
        return "mcp.oauth."
                + switch (purpose) {
                    case METADATA -> "metadata.fetch";
                    case KEY_SET -> "jwks.fetch";
                    case TOKEN -> "token.request";
                    case INTROSPECTION -> "introspection";
                    case OTHER -> "endpoint.request";
                };
    }
}
