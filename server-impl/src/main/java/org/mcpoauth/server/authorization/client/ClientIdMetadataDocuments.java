package org.mcpoauth.server.authorization.client;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.spi.server.MetadataDocumentRules;
import org.mcpoauth.spi.support.http.CacheLimits;
import org.mcpoauth.spi.support.http.DocumentCache;
import org.mcpoauth.spi.support.http.FetchKind;
import org.mcpoauth.spi.support.http.FetchResult.Found;
import org.mcpoauth.spi.support.http.GuardedHttp;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Takes URLs as client identifiers and fetches what is published there
 * (draft-ietf-oauth-client-id-metadata-document, sections 4 and 6): guarded, without redirects, within a size; a good
 * document is kept for as long as its server says within limits, and one that must not be stored, a bad one or an error
 * not at all. A registered client of the same name comes first.
 */
public final class ClientIdMetadataDocuments implements ClientDirectory {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.client");
    private static final Duration UNSAID = Duration.ofHours(1);
    private static final int MAX_DOCUMENTS = 1000;
    private static final long MAX_BYTES = 8L << 20;

    private final ClientDirectory registered;
    private final MetadataDocumentRules rules;
    private final DocumentCache<ClientMetadata> documents;
    private final InstantSource clock;

    /**
     * Adds published clients to the registered ones.
     *
     * @param registered the registered clients
     * @param rules which documents are taken
     * @param protection what published clients may demand
     * @param http fetches
     * @param json reads documents
     * @param clock when a client was seen
     */
    public ClientIdMetadataDocuments(
            ClientDirectory registered,
            MetadataDocumentRules rules,
            DemandedProtection protection,
            GuardedHttp http,
            StrictJson json,
            InstantSource clock) {
        this.registered = registered;
        this.rules = rules;
        this.documents = new DocumentCache<>(
                http,
                FetchKind.CLIENT_METADATA.withMaxBodyBytes(rules.maxBytes()),
                new ClientIdMetadata(json, protection, rules.maxBytes())::read,
                limits(rules));
        this.clock = clock;
    }

    @Override
    public Optional<Client> find(String clientId) {
        return registered.find(clientId).or(() -> ClientIdUrl.parse(clientId).flatMap(url -> published(clientId, url)));
    }

    @Override
    public boolean isAtHand(String clientId) {
        return ClientIdUrl.parse(clientId).map(url -> isKept(clientId, url)).orElse(true);
    }

    @Override
    public Optional<Client> findIssued(String clientId) {
        return registered
                .find(clientId)
                .or(() -> ClientIdUrl.parse(clientId)
                        .flatMap(url -> last(clientId, url).or(() -> published(clientId, url))));
    }

    @Override
    public boolean wasPublished(String clientId) {
        return ClientIdUrl.parse(clientId)
                .flatMap(url -> documents.last(url, document -> isAbout(document, clientId)))
                .isPresent();
    }

    private Optional<Client> last(String clientId, URI url) {
        return documents
                .last(url, document -> isAbout(document, clientId))
                .flatMap(document -> judged(clientId, document));
    }

    private boolean isKept(String clientId, URI url) {
        return !rules.mayFetch(url)
                || documents.kept(url, document -> isAbout(document, clientId)).isPresent()
                || registered.find(clientId).isPresent();
    }

    private Optional<Client> published(String clientId, URI url) {
        if (!rules.mayFetch(url)) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4630 a client metadata document may not be fetched");
            return Optional.empty();
        }
        return document(clientId, url).flatMap(document -> judged(clientId, document));
    }

    private Optional<Client> judged(String clientId, ClientMetadata document) {
        return Optional.of(document)
                .filter(this::hasAllowedKeys)
                .map(allowed -> new Client(clientId, allowed, null, clock.instant(), null))
                .filter(this::isTrusted);
    }

    private boolean hasAllowedKeys(ClientMetadata document) {
        boolean isAllowed = document.jwksUri().map(rules::isHostAllowed).orElse(true);
        if (!isAllowed) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4633 the keys of a published client may not be fetched");
        }
        return isAllowed;
    }

    private boolean isTrusted(Client client) {
        boolean isTrusted = rules.policy().isTrusted(client);
        if (!isTrusted) {
            LOG.log(System.Logger.Level.DEBUG, "MCPO4631 a published client is not trusted");
        }
        return isTrusted;
    }

    private Optional<ClientMetadata> document(String clientId, URI url) {
        try {
            return documents.get(url, document -> isAbout(document, clientId)) instanceof Found<ClientMetadata> found
                    ? Optional.of(found.value()).filter(document -> isAbout(document, clientId))
                    : Optional.empty();
        } catch (TransportException e) {
            throw unreached(e);
        } catch (ResponseViolationException e) {
            return refused(e);
        }
    }

    /**
     * An outage says nothing about the client. An address that is not called is told in the same way, so that nobody
     * learns which names there are inside.
     */
    private static EndpointException unreached(TransportException failure) {
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "MCPO4632 a client metadata document cannot be reached: " + failure.getMessage());
        return EndpointException.token(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "the metadata document of the client cannot be reached");
    }

    private static Optional<ClientMetadata> refused(ResponseViolationException failure) {
        LOG.log(
                System.Logger.Level.DEBUG,
                () -> "MCPO4522 a client metadata document is refused: " + failure.getMessage());
        return Optional.empty();
    }

    /** Equal character by character (section 4.1). */
    private static boolean isAbout(ClientMetadata metadata, String clientId) {
        return metadata.clientId().filter(clientId::equals).isPresent();
    }

    private static CacheLimits limits(MetadataDocumentRules rules) {
        Duration min = rules.cacheMin();
        Duration max = rules.cacheMax();
        Duration unsaid = Collections.min(List.of(max, Collections.max(List.of(min, UNSAID))));
        return CacheLimits.standard()
                .withFresh(min, unsaid, max)
                .withSize(MAX_DOCUMENTS, MAX_BYTES)
                .withNoStoreObeyed();
    }
}
