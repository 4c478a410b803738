package org.mcpoauth.server.token.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.support.codec.Sha256;

/** The SHA-256 digest of a token: what stands for it in memory, so that no heap holds a usable token. */
record TokenDigest(long first, long second, long third, long fourth) {

    static TokenDigest of(Secret token) {
        ByteBuffer digest = ByteBuffer.wrap(Sha256.digest(token.reveal().getBytes(StandardCharsets.UTF_8)));
        return new TokenDigest(digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    }

    /** Every part of a digest is as good as random. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** Shows nothing, for it would do to recognise a token. */
    @Override
    public String toString() {
        return "TokenDigest";
    }
}
