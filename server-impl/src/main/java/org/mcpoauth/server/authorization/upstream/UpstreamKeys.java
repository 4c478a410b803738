package org.mcpoauth.server.authorization.upstream;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult;
import org.mcpoauth.spi.support.http.FetchResult.Found;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.VerificationKey;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** The keys of the upstream issuer, fetched guarded and kept while they are fresh; a new key makes a new fetch. */
final class UpstreamKeys {
    private static final Rule JWK_SET = new Rule("RFC 7517", "5");

    private final DocumentCache<JwkSet> cache;

    UpstreamKeys(GuardedHttp http, StrictJson json) {
        this.cache = new DocumentCache<>(http, FetchKind.JWKS, body -> parse(body, json), CacheLimits.standard());
    }

    /** The keys that may have made a signature; only tokens of the issuer itself make it be asked. */
    List<VerificationKey> candidates(URI location, @Nullable String keyId, JwsAlgorithm algorithm) {
        List<VerificationKey> known = candidates(cache.get(location), keyId, algorithm);
        return known.isEmpty() ? candidates(cache.refresh(location), keyId, algorithm) : known;
    }

    private static List<VerificationKey> candidates(
            FetchResult<JwkSet> fetched, @Nullable String keyId, JwsAlgorithm algorithm) {
        return fetched instanceof Found<JwkSet> found ? found.value().candidates(keyId, algorithm) : List.of();
    }

    private static JwkSet parse(byte[] body, StrictJson json) {
        try {
            return JwkSet.parse(json.readObject(body, JsonLimits.JWKS));
        } catch (MalformedException e) {
            throw new ResponseViolationException(FailureCode.PARSE_ERROR, JWK_SET, "not a JWK Set", e);
        }
    }
}
