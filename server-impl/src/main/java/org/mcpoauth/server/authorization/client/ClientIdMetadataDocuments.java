package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult.Found;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Takes URLs as client identifiers and fetches what is published there
 * (draft-ietf-oauth-client-id-metadata-document, sections 4 and 6): guarded, without redirects, at most 5
 * KiB; a good document is kept for as long as its server says between 30 seconds and 24 hours, a bad one
 * or an error not at all. A registered client of the same name comes first.
 */
public final class ClientIdMetadataDocuments implements ClientDirectory {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");

    private final ClientDirectory registered;
    private final DocumentCache<ClientMetadata> documents;
    private final InstantSource clock;

    /**
     * Adds published clients to the registered ones.
     *
     * @param registered the registered clients
     * @param http fetches
     * @param json reads documents
     * @param clock when a client was seen
     */
    public ClientIdMetadataDocuments(
            ClientDirectory registered, GuardedHttp http, StrictJson json, InstantSource clock) {
        ClientIdMetadata reader = new ClientIdMetadata(json);
        this.registered = registered;
        this.documents = new DocumentCache<>(http, FetchKind.CLIENT_METADATA, reader::read, CacheLimits.standard());
        this.clock = clock;
    }

    @Override
    public Optional<Client> find(String clientId) {
        return registered.find(clientId).or(() -> ClientIdUrl.parse(clientId).flatMap(url -> published(clientId, url)));
    }

    private Optional<Client> published(String clientId, URI url) {
        try {
            Optional<ClientMetadata> metadata = document(url);
            if (metadata.filter(document -> !isAbout(document, clientId)).isPresent()) {
                // a document about somebody else must not be kept: only a new one may count
                metadata = fetched(url).filter(document -> isAbout(document, clientId));
            }
            return metadata.map(document -> new Client(clientId, document, null, clock.instant(), null));
        } catch (TransportException | ResponseViolationException e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "MCPO4522 a client metadata document is refused: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ClientMetadata> document(URI url) {
        return documents.get(url) instanceof Found<ClientMetadata> found
                ? Optional.of(found.value())
                : Optional.empty();
    }

    private Optional<ClientMetadata> fetched(URI url) {
        return documents.refresh(url) instanceof Found<ClientMetadata> found
                ? Optional.of(found.value())
                : Optional.empty();
    }

    /** Equal character by character (section 4.1). */
    private static boolean isAbout(ClientMetadata metadata, String clientId) {
        return metadata.clientId().filter(clientId::equals).isPresent();
    }
}
