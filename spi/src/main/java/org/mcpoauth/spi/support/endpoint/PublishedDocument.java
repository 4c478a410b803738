package org.mcpoauth.spi.support.endpoint;

import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * A document as it is sent.
 *
 * @param body the bytes; not copied
 * @param entityTag a strong entity tag with its quotation marks
 */
// The bytes are handed over, not compared: a copy or wrapper would only cost.
@SuppressWarnings("ArrayRecordComponent")
public record PublishedDocument(byte[] body, String entityTag) {

    /**
     * A document whose tag is made from its bytes.
     *
     * @param body the bytes
     * @return the document
     */
    public static PublishedDocument of(byte[] body) {
        return new PublishedDocument(
                body, '"' + Base64Url.encode(Sha256.digest(body)).substring(0, 22) + '"');
    }

    /** Gives the size. */
    @Override
    public String toString() {
        return "PublishedDocument[" + body.length + " bytes]";
    }
}
