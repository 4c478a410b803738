package org.mcpoauth.server.token;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.key.VerificationKey;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.resource.TrustedIssuer;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/** Makes the keys of issuers: the configured ones, or those their servers publish. */
public final class TrustedKeys {
    private final KeySetCaching caching;
    private final McpOAuthServices services;
    private final GuardedHttp http;
    private final StrictJson json;

    /**
     * Makes keys that are kept for a while.
     *
     * @param caching how long
     * @param services what to work with
     * @param json reads key sets
     */
    public TrustedKeys(KeySetCaching caching, McpOAuthServices services, StrictJson json) {
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
        return of(trusted.issuer(), trusted.jwksUrl(), trusted.keys());
    }

    /**
     * The keys of an issuer.
     *
     * @param issuer who
     * @param jwksUrl where its key set is, or {@code null} to take that from its metadata
     * @param keys its only keys; empty to fetch its key set
     * @return its keys, fetched when they are first needed
     * @throws org.mcpoauth.api.error.ConfigurationException if a configured key is unusable
     */
    public KeyCandidates of(Issuer issuer, @Nullable URI jwksUrl, Changing<List<VerificationKey>> keys) {
        return keys.current().isEmpty() ? fetched(issuer, jwksUrl) : ConfiguredKeys.of(keys);
    }

    private KeyCandidates fetched(Issuer issuer, @Nullable URI place) {
        KeySetReader reader = new KeySetReader(json);
        KeySetSource remote = new RemoteKeySet(issuer, place, http, json, services.clock());
        KeySetSource kept = new KeptKeySet(issuer, place, remote, services.keySetCache(), reader, services.clock());
        return new IssuerKeys(issuer, kept, caching, services.clock(), services.executor());
    }
}
