package org.mcpoauth.server.authorization.client;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult.Found;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** The keys in a client's metadata, or those at its {@code jwks_uri}, fetched guarded and kept for a while. */
public final class FetchedClientKeys implements ClientKeys {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");
    private static final JwkSet NONE = JwkSet.of(List.of());
    private static final Rule JWK_SET = new Rule("RFC 7517", "5");
    // short, so that a client can change its keys
    private static final CacheLimits LIMITS =
            CacheLimits.standard().withFresh(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1));

    private final DocumentCache<JwkSet> cache;

    /**
     * Makes the lookup.
     *
     * @param http fetches
     * @param json reads key sets
     */
    public FetchedClientKeys(GuardedHttp http, StrictJson json) {
        this.cache = new DocumentCache<>(http, FetchKind.JWKS, body -> parse(body, json), LIMITS);
    }

    @Override
    public JwkSet keys(ClientMetadata metadata) {
        return metadata.jwks()
                .map(FetchedClientKeys::parse)
                .or(() -> metadata.jwksUri().map(this::fetch))
                .orElse(NONE);
    }

    private JwkSet fetch(URI uri) {
        try {
            return cache.get(uri) instanceof Found<JwkSet> found ? found.value() : NONE;
        } catch (TransportException | ResponseViolationException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4521 the keys of a client cannot be fetched: " + e.code());
            return NONE;
        }
    }

    private static JwkSet parse(byte[] body, StrictJson json) {
        try {
            return JwkSet.parse(json.readObject(body, JsonLimits.JWKS));
        } catch (MalformedException e) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, JWK_SET, "not a JWK Set", e);
        }
    }

    private static JwkSet parse(JsonObject set) {
        try {
            return JwkSet.parse(set);
        } catch (MalformedException e) {
            return NONE;
        }
    }
}
