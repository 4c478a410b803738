package org.mcpoauth.spi.server;

import java.net.URI;
import org.mcpoauth.api.provider.Client;

/**
 * Decides which published clients are taken (draft-ietf-oauth-client-id-metadata-document, sections 6.4 and 6.8): by
 * the URL of the document, such as its host or a list of an organisation, and by what the document says. It can only
 * refuse: the rules of the protocol hold whatever it says. Safe for use by several threads, and quick, since both
 * questions are asked whenever such a client comes.
 *
 * <p>Who is refused is an unknown client: a page at the authorization endpoint, {@code invalid_client} elsewhere. What
 * is thrown refuses the request too.
 */
public interface MetadataDocumentPolicy {
    /** Takes every document that obeys the rules. */
    MetadataDocumentPolicy ALL = new MetadataDocumentPolicy() {};

    /**
     * Whether the document at a URL may be fetched. It is asked before anything is sent there, and before a document
     * from there is used that is kept.
     *
     * @param document the client identifier: https, with a host and a path, and nothing else but perhaps a port
     * @return {@code true}, the default, if it may
     */
    default boolean mayFetch(URI document) {
        return true;
    }

    /**
     * Whether a client is taken. It is asked on every use, also when its document is kept, so that trust that is
     * withdrawn is withdrawn at once.
     *
     * @param client what its document says; has passed all rules
     * @return {@code true}, the default, if it is
     */
    default boolean isTrusted(Client client) {
        return true;
    }
}
