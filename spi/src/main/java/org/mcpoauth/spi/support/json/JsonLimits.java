package org.mcpoauth.spi.support.json;

/**
 * How large a JSON text may be in each respect. They are checked before anything is built from it.
 *
 * @param maxBytes length of the text in bytes (or in characters when it is given as a text)
 * @param maxDepth how many objects and arrays may be nested
 * @param maxValues how many values it may have in all, containers included
 * @param maxStringLength characters of one string or member name as written, escapes included
 * @param maxNumberLength characters of one number as written
 */
public record JsonLimits(int maxBytes, int maxDepth, int maxValues, int maxStringLength, int maxNumberLength) {
    /** Header or claims of a token. */
    public static final JsonLimits TOKEN = new JsonLimits(16 << 10, 16, 1 << 10, 8 << 10, 32);
    /** Server, resource or client metadata. */
    public static final JsonLimits METADATA = new JsonLimits(256 << 10, 16, 16 << 10, 16 << 10, 32);
    /** A client ID metadata document. */
    public static final JsonLimits CLIENT_ID_METADATA = METADATA.withMaxBytes(5 << 10);
    /** A JWK Set. */
    public static final JsonLimits JWKS = new JsonLimits(512 << 10, 16, 16 << 10, 64 << 10, 32);
    /** An answer of the token, introspection, revocation or registration endpoint. */
    public static final JsonLimits TOKEN_RESPONSE = new JsonLimits(64 << 10, 16, 4 << 10, 64 << 10, 32);

    /**
     * Checks that every limit lets something through.
     *
     * @throws IllegalArgumentException if a limit is not positive
     */
    public JsonLimits {
        if (Math.min(Math.min(maxBytes, maxDepth), Math.min(maxValues, Math.min(maxStringLength, maxNumberLength)))
                < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }

    /**
     * These limits with another length of the whole text.
     *
     * @param bytes the length
     * @return the changed limits
     */
    public JsonLimits withMaxBytes(int bytes) {
        return new JsonLimits(bytes, maxDepth, maxValues, maxStringLength, maxNumberLength);
    }
}
