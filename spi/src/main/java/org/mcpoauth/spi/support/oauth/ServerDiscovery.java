package org.mcpoauth.spi.support.oauth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.spi.support.http.DocumentShelf;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/** Finds the metadata of an authorization server (RFC 8414, section 3; OpenID Connect Discovery, section 4). */
public final class ServerDiscovery {
    private static final Rule VALIDATION = new Rule("RFC 8414", "3.3");

    /** MCP 2025-03-26, "Server Metadata Discovery": servers may answer by revision. */
    private static final FetchKind OF_2025_03_26 =
            FetchKind.AUTHORIZATION_SERVER_METADATA.withHeader("MCP-Protocol-Version", "2025-03-26");

    private final MetadataFetch<AuthorizationServerMetadata> fetch;
    private final MetadataFetch<AuthorizationServerMetadata> older;

    /** Remembers documents while they are fresh. */
    public ServerDiscovery(GuardedHttp http, StrictJson json) {
        this(http, json, DocumentShelf.NONE);
    }

    /** Remembers documents while they are fresh, on a shelf beyond the end of the process. */
    public ServerDiscovery(GuardedHttp http, StrictJson json, DocumentShelf shelf) {
        this.fetch = new MetadataFetch<>(
                http, json, FetchKind.AUTHORIZATION_SERVER_METADATA, AuthorizationServerMetadata::from, shelf);
        // a shelf knows URLs only, and another revision may have another answer
        this.older =
                new MetadataFetch<>(http, json, OF_2025_03_26, AuthorizationServerMetadata::from, DocumentShelf.NONE);
    }

    /**
     * The metadata of an issuer.
     *
     * @return the metadata, which names exactly this issuer
     * @throws org.mcpoauth.api.error.TransportException if a place that may have it cannot be reached now
     * @throws ResponseViolationException if there is none, or it breaks a rule
     */
    public AuthorizationServerMetadata find(Issuer issuer) {
        return first(fetch, issuer, issuer.metadataLocations()).orElseThrow(() -> notFound(issuer));
    }

    /** The same as {@link #find}, from the issuer and not from memory. */
    public AuthorizationServerMetadata refresh(Issuer issuer) {
        List<URI> locations = issuer.metadataLocations();
        older.forget(locations.get(0));
        return fetch.refreshedFirst(locations, isOf(issuer))
                .map(metadata -> validated(metadata, issuer))
                .orElseThrow(() -> notFound(issuer));
    }

    /** The origin fallback of MCP 2025-03-26 knows the root location of RFC 8414 only. */
    public Optional<AuthorizationServerMetadata> atRoot(Issuer origin) {
        return first(older, origin, origin.metadataLocations().subList(0, 1));
    }

    private static Optional<AuthorizationServerMetadata> first(
            MetadataFetch<AuthorizationServerMetadata> fetch, Issuer issuer, List<URI> locations) {
        return fetch.first(locations, isOf(issuer)).map(metadata -> validated(metadata, issuer));
    }

    private static Predicate<AuthorizationServerMetadata> isOf(Issuer issuer) {
        return metadata -> metadata.issuer().equals(issuer);
    }

    private static AuthorizationServerMetadata validated(AuthorizationServerMetadata metadata, Issuer issuer) {
        if (!metadata.issuer().equals(issuer)) {
            throw new ResponseViolationException(
                    FailureCode.METADATA_ISSUER_MISMATCH,
                    VALIDATION,
                    "the metadata is that of another issuer",
                    Difference.between(issuer.value(), metadata.issuer().value()));
        }
        return metadata;
    }

    private static ResponseViolationException notFound(Issuer issuer) {
        return new ResponseViolationException(
                FailureCode.METADATA_NOT_FOUND, new Rule("RFC 8414", "3"), "no metadata of " + issuer);
    }
}
