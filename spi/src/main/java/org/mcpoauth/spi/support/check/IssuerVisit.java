package org.mcpoauth.spi.support.check;

import jakarta.json.JsonObject;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.DatedTransport;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;
import org.mcpoauth.spi.support.oauth.ServerDiscovery;

/** Asks an issuer once for what its tokens are judged by. For one thread. */
final class IssuerVisit {
    private final Issuer issuer;
    private final DatedTransport transport;
    private final GuardedHttp http;
    private final StrictJson json = StrictJson.create();
    private @Nullable McpOAuthException metadataFailure;
    private @Nullable McpOAuthException keysFailure;
    private @Nullable JsonObject keySet;

    IssuerVisit(Issuer issuer, McpOAuthServices services) {
        this.issuer = issuer;
        this.transport = new DatedTransport(services.transport(), services.clock());
        this.http = GuardedHttp.builder(transport, services.endpointPolicy())
                .connections(services.connections())
                .clock(services.clock())
                .build();
    }

    /** Asks for the metadata and, where its keys are wanted, for the key set that they name. */
    IssuerAnswers byMetadata(boolean wantsKeys) {
        AuthorizationServerMetadata metadata = null;
        try {
            metadata = new ServerDiscovery(http, json).find(issuer);
        } catch (McpOAuthException e) {
            metadataFailure = e;
        }
        if (metadata != null && wantsKeys) {
            AuthorizationServerMetadata found = metadata;
            askForKeys(() -> found.jwksUri().orElseThrow(() -> unusable("the metadata has no jwks_uri", null)));
        }
        return answers();
    }

    /** Asks for a key set whose place is known. */
    IssuerAnswers byKeySet(URI place) {
        askForKeys(() -> place);
        return answers();
    }

    private void askForKeys(Supplier<URI> place) {
        try {
            keySet = read(http.getJson(place.get(), FetchKind.JWKS).orThrow().body());
        } catch (McpOAuthException e) {
            keysFailure = e;
        }
    }

    private JsonObject read(byte[] document) {
        try {
            JsonObject set = json.readObject(document, JsonLimits.JWKS);
            if (JwkSet.parse(set).keys().isEmpty()) {
                // its keys may say why
                keysFailure = unusable("the set has no usable key", null);
            }
            return set;
        } catch (MalformedException e) {
            throw unusable("no key set", e);
        }
    }

    private IssuerAnswers answers() {
        return new IssuerAnswers(issuer, metadataFailure, keysFailure, keySet, transport.ahead());
    }

    private static ResponseViolationException unusable(String message, @Nullable Exception cause) {
        return new ResponseViolationException(FailureCode.INVALID_RESPONSE, FetchKind.JWKS.rule(), message, cause);
    }
}
