package org.mcpoauth.client;

import java.net.URI;
import java.time.InstantSource;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.http.EndpointPolicy;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * What every step works with.
 *
 * @param http the only way to call OAuth URLs
 * @param policy judges URLs that are opened rather than called
 * @param json reads and writes JSON
 * @param random makes states and verifiers
 * @param signatures signs assertions
 * @param clock tells the time
 */
public record Toolkit(
        GuardedHttp http,
        EndpointPolicy policy,
        StrictJson json,
        RandomIds random,
        JcaSignatures signatures,
        InstantSource clock) {

    static Toolkit of(McpOAuthServices services) {
        return new Toolkit(
                GuardedHttp.builder(services.transport(), services.endpointPolicy())
                        .clock(services.clock())
                        .build(),
                services.endpointPolicy(),
                StrictJson.create(),
                new RandomIds(),
                new JcaSignatures(services.cryptoProvider()),
                services.clock());
    }

    /** Refuses a URL that the policy does not let a browser open. */
    public void requireOpenable(URI uri) {
        policy.checkUri(uri);
    }
}
