package org.mcpoauth.server.token;

import java.net.URI;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes the keys of issuers: the configured ones, or those their servers publish. */
final class TrustedKeys {
    private final KeySetCaching caching;
    private final McpOAuthServices services;
    private final GuardedHttp http;
    private final StrictJson json;

    TrustedKeys(KeySetCaching caching, McpOAuthServices services, StrictJson json) {
        this.caching = caching;
        this.services = services;
        this.json = json;
        this.http = GuardedHttp.builder(services.transport(), services.endpointPolicy())
                .connections(services.connections())
                .clock(services.clock())
                .build();
    }

    /**
     * The keys of an issuer.
     *
     * @throws org.mcpoauth.api.error.ConfigurationException if a configured key is unusable
     */
    KeyCandidates of(TrustedIssuer trusted) {
        return trusted.keys().isEmpty() ? fetched(trusted) : StaticKeys.of(trusted.keys());
    }

    private KeyCandidates fetched(TrustedIssuer trusted) {
        Issuer issuer = trusted.issuer();
        URI place = trusted.jwksUrl();
        KeySetReader reader = new KeySetReader(json);
        KeySetSource remote = new RemoteKeySet(issuer, place, http, json, services.clock());
        KeySetSource kept = new KeptKeySet(issuer, place, remote, services.keySetCache(), reader, services.clock());
        return new IssuerKeys(issuer, kept, caching, services.clock(), services.executor());
    }
}
