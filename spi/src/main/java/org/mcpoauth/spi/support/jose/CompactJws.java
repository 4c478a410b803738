package org.mcpoauth.spi.support.jose;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A compact JWS whose structure and header are right and whose signature is <em>not</em> verified yet
 * (RFC 7515, section 7.1). What it says may be used to refuse it early, for nothing else. Immutable.
 */
public final class CompactJws {
    private final String token;
    private final int signedLength;
    private final JwsHeader header;
    private final byte[] payload;
    private final byte[] signature;
    private final @Nullable HeaderCache headers;

    CompactJws(
            String token,
            int signedLength,
            JwsHeader header,
            byte[] payload,
            byte[] signature,
            @Nullable HeaderCache headers) {
        this.token = token;
        this.signedLength = signedLength;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
        this.headers = headers;
    }

    /**
     * The header.
     *
     * @return the checked header
     */
    public JwsHeader header() {
        return header;
    }

    /**
     * The payload.
     *
     * @return a copy of the decoded payload
     */
    public byte[] payload() {
        return payload.clone();
    }

    /** Shows nothing of the token. */
    @Override
    public String toString() {
        return "CompactJws";
    }

    byte[] payloadShared() {
        return payload;
    }

    byte[] signature() {
        return signature;
    }

    byte[] signingInput() {
        return token.substring(0, signedLength).getBytes(StandardCharsets.US_ASCII);
    }

    void verified() {
        if (headers != null) {
            headers.keep(token.substring(0, token.indexOf('.')), header);
        }
    }
}
