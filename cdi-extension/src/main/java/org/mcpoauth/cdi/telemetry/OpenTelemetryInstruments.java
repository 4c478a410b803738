package org.mcpoauth.cdi.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.http.HttpTransport;

/**
 * Instruments of OpenTelemetry. Loaded only where its API is.
 *
 * @param meter makes counters and timers
 * @param tracer makes spans
 */
record OpenTelemetryInstruments(Meter meter, Tracer tracer) implements Instruments {
    private static final String SCOPE = "org.mcpoauth";

    /** MicroProfile Telemetry has the bean; the global one is left alone, since to ask for it would fix it. */
    static Instruments ofContainer() {
        Instance<OpenTelemetry> bean = CDI.current().select(OpenTelemetry.class);
        return bean.isResolvable() ? of(bean.get()) : NONE;
    }

    static Instruments of(OpenTelemetry telemetry) {
        return new OpenTelemetryInstruments(telemetry.getMeter(SCOPE), telemetry.getTracer(SCOPE));
    }

    @Override
    public AuditListener countingEvents(AuditListener listener) {
        return new CountedEvents(meter, listener);
    }

    @Override
    public HttpTransport timing(HttpTransport transport) {
        return new TimedTransport(meter, tracer, transport);
    }

    @Override
    public TokenVerifier countingTokens(TokenVerifier verifier) {
        return new CountedVerifier(meter, verifier);
    }
}
