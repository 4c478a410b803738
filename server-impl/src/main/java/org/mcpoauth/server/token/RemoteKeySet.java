package org.mcpoauth.server.token;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.http.Document;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.jose.JwkSet;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * The key set of an issuer, at a configured URL or at the {@code jwks_uri} of the issuer's metadata,
 * which is looked for in the order of MCP and must name exactly this issuer (RFC 8414, section 3.3). A
 * token never says where its keys are.
 */
final class RemoteKeySet implements KeySetSource {
    private final Issuer issuer;
    private final @Nullable URI configured;
    private final GuardedHttp http;
    private final StrictJson json;
    private final KeySetReader reader;
    private final InstantSource clock;

    RemoteKeySet(Issuer issuer, @Nullable URI configured, GuardedHttp http, StrictJson json, InstantSource clock) {
        this.issuer = issuer;
        this.configured = configured;
        this.http = http;
        this.json = json;
        this.reader = new KeySetReader(json);
        this.clock = clock;
    }

    @Override
    public FetchedKeys fetch(@Nullable FetchedKeys previous) {
        try {
            return fetchFrom(configured != null ? configured : locate(), previous);
        } catch (ResponseViolationException e) {
            throw unusable("the answer breaks a rule", e);
        }
    }

    private FetchedKeys fetchFrom(URI location, @Nullable FetchedKeys previous) {
        // the entity tag of one URL says nothing about another
        Document before = previous == null || !previous.location().equals(location) ? null : previous.document();
        Document document = http.getJson(location, FetchKind.JWKS, before).orThrow();
        JwkSet keys =
                previous != null && document.body() == previous.document().body() ? previous.keys() : parse(document);
        return new FetchedKeys(location, document, keys, clock.instant());
    }

    private JwkSet parse(Document document) {
        try {
            return reader.read(document.body());
        } catch (MalformedException e) {
            throw unusable("no key set", e);
        }
    }

    private URI locate() {
        for (URI location : issuer.metadataLocations()) {
            FetchResult<Document> result = http.getJson(location, FetchKind.AUTHORIZATION_SERVER_METADATA);
            if (result instanceof FetchResult.Found<Document> found) {
                return keySetOf(found.value());
            }
        }
        throw unusable("no metadata", null);
    }

    private URI keySetOf(Document document) {
        try {
            JsonObject metadata = json.readObject(document.body(), JsonLimits.METADATA);
            if (!issuer.value().equals(text(metadata, "issuer"))) {
                throw unusable("the metadata names another issuer", null);
            }
            return new URI(text(metadata, "jwks_uri"));
        } catch (MalformedException e) {
            throw unusable("malformed metadata", e);
        } catch (URISyntaxException quotesThePeer) {
            throw unusable("jwks_uri is no URL", null);
        }
    }

    private String text(JsonObject metadata, String name) {
        if (metadata.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw unusable("the metadata has no " + name, null);
    }

    private TransportException unusable(String message, @Nullable Exception cause) {
        return new TransportException(
                FailureCode.RESPONSE_STATUS_UNEXPECTED, issuer.uri(), "no usable keys: " + message, cause);
    }
}
