package org.mcpoauth.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.concurrent.Waiting;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.oauth.ClientAssertions;
import org.mcpoauth.spi.support.oauth.EndpointCall;

/**
 * What every step works with.
 *
 * @param http the only way to call OAuth URLs
 * @param policy judges URLs that are opened rather than called
 * @param json reads and writes JSON
 * @param random makes states and verifiers
 * @param signatures signs assertions
 * @param clock tells the time
 * @param waiting lets it pass
 * @param clientCertificate whether connections show a certificate
 */
public record Toolkit(
        GuardedHttp http,
        EndpointPolicy policy,
        StrictJson json,
        RandomIds random,
        JcaSignatures signatures,
        InstantSource clock,
        Waiting waiting,
        boolean clientCertificate) {
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(2);

    /** Out of the services of a runtime. */
    public static Toolkit of(McpOAuthServices services, Waiting waiting) {
        return new Toolkit(
                GuardedHttp.builder(services.transport(), services.endpointPolicy())
                        .connections(services.connections())
                        .clock(services.clock())
                        .build(),
                services.endpointPolicy(),
                StrictJson.create(),
                new RandomIds(),
                new JcaSignatures(services.cryptoProvider()),
                services.clock(),
                waiting,
                services.connections().clientCertificate());
    }

    /** Calls endpoints of authorization servers with the credentials of a client. */
    public EndpointCall endpointCall() {
        return new EndpointCall(http, new ClientAssertions(json, signatures, random, clock));
    }

    /**
     * Refuses a URL that must not be opened in a browser. Its host is the browser's business, except that
     * plain http may go only where we may call it, which is loopback (MCP security best practices).
     */
    public void requireOpenable(URI uri) {
        policy.checkUri(uri);
        if (!"https".equalsIgnoreCase(uri.getScheme())) {
            http.requireCallable(uri, LOOKUP_TIMEOUT);
        }
    }
}
