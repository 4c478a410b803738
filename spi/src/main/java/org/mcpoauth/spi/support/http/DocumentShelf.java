package org.mcpoauth.spi.support.http;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps documents of one kind beyond the process that fetched them. It may forget any of them, and what it gives is
 * judged anew, so no verb fails. Safe for use by several threads.
 */
public interface DocumentShelf {
    /** Keeps nothing. */
    DocumentShelf NONE = new DocumentShelf() {
        @Override
        public @Nullable Document load(URI uri) {
            return null;
        }

        @Override
        public void save(URI uri, Document document, Instant freshUntil) {
            // nothing is kept
        }

        @Override
        public void remove(URI uri) {
            // nothing is kept
        }
    };

    /**
     * Gives what was kept.
     *
     * @return the document as it came, with the end of its freshness; {@code null} when there is none
     */
    @Nullable
    Document load(URI uri);

    /** Keeps a document in place of an older one, as long as it is fresh. */
    void save(URI uri, Document document, Instant freshUntil);

    /** Forgets a document that is no longer there. */
    void remove(URI uri);
}
