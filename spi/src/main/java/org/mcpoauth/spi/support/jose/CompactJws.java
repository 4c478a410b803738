package org.mcpoauth.spi.support.jose;

import org.jspecify.annotations.Nullable;

/**
 * A compact JWS whose structure and header are right and whose signature is <em>not</em> verified yet
 * (RFC 7515, section 7.1). What it says may be used to refuse it early, for nothing else. Immutable.
 */
public final class CompactJws {
    private final byte[] octets;
    private final int headerLength;
    private final int signedLength;
    private final JwsHeader header;
    private final byte[] payload;
    private final byte[] signature;
    private final @Nullable HeaderCache headers;

    CompactJws(
            byte[] octets,
            int headerLength,
            int signedLength,
            JwsHeader header,
            byte[] payload,
            byte[] signature,
            @Nullable HeaderCache headers) {
        this.octets = octets;
        this.headerLength = headerLength;
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

    /** The token; its first {@link #signedLength} octets are what is signed (RFC 7515, section 5.2). */
    byte[] octets() {
        return octets;
    }

    int signedLength() {
        return signedLength;
    }

    void verified() {
        if (headers != null) {
            headers.keep(octets, headerLength, header);
        }
    }
}
