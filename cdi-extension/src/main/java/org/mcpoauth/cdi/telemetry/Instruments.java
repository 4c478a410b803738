package org.mcpoauth.cdi.telemetry;

import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.http.HttpTransport;

/**
 * Measures what happens. What is measured by nobody is given back as it is, and costs nothing. Thread-safe.
 */
public interface Instruments {
    /** Measures nothing. */
    Instruments NONE = new Instruments() {
        @Override
        public AuditListener countingEvents(AuditListener listener) {
            return listener;
        }

        @Override
        public HttpTransport timing(HttpTransport transport) {
            return transport;
        }

        @Override
        public TokenVerifier countingTokens(TokenVerifier verifier) {
            return verifier;
        }
    };

    /**
     * The instruments of the current container.
     *
     * @param enabled whether anything is to be measured
     * @return those of the one bean {@code OpenTelemetry}, else {@link #NONE}
     */
    static Instruments ofContainer(boolean enabled) {
        return enabled && OpenTelemetryApi.isPresent() ? OpenTelemetryInstruments.ofContainer() : NONE;
    }

    /** Counts what a listener learns. */
    AuditListener countingEvents(AuditListener listener);

    /** Times the requests of a transport. */
    HttpTransport timing(HttpTransport transport);

    /** Counts the tokens that a verifier accepts. */
    TokenVerifier countingTokens(TokenVerifier verifier);
}
