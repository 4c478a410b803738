package org.mcpoauth.spi.support.http;

import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A fetched JSON document, not parsed yet.
 *
 * @param body the bytes as they came; the same array after a server said that nothing changed; not copied
 * @param freshUntil until when the server calls it fresh, or {@code null} when it does not say
 * @param entityTag the tag to ask with whether it changed, or {@code null}
 * @param storable whether its server lets it be stored at all (RFC 9111, section 5.2.2.5)
 */
// The bytes are handed over, not compared: a copy or wrapper would only cost.
@SuppressWarnings("ArrayRecordComponent")
public record Document(
        byte[] body, @Nullable Instant freshUntil, @Nullable String entityTag, boolean storable) {

    public Document {
        Objects.requireNonNull(body, "body");
    }

    /** A document that may be stored. */
    public Document(byte[] body, @Nullable Instant freshUntil, @Nullable String entityTag) {
        this(body, freshUntil, entityTag, true);
    }

    static Document of(byte[] body, HttpHeaders headers, Instant receivedAt) {
        return new Document(
                body, Freshness.until(headers, receivedAt), EntityTag.of(headers), Freshness.isStorable(headers));
    }

    /** The same after a 304, whose headers take the place of the former ones (RFC 9111, section 4.3.4). */
    Document revalidated(HttpHeaders headers, Instant receivedAt) {
        String newTag = EntityTag.of(headers);
        return new Document(
                body,
                Freshness.until(headers, receivedAt),
                newTag == null ? entityTag : newTag,
                Freshness.isStorable(headers));
    }

    /** Gives the size only. */
    @Override
    public String toString() {
        return "Document[" + body.length + " bytes]";
    }
}
