package org.mcpoauth.spi.support.jose;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Takes a compact JWS apart: length first, then the number of parts, strict base64url, the header and
 * its rules. Claims can be read before the signature is verified, so that a token for somebody else is
 * refused without the cost of a signature.
 *
 * <p>Thread-safe. One instance per verifier, because it remembers the headers of verified tokens.
 */
public final class JwsParser {
    /** The usual limit of a token, in characters. */
    public static final int DEFAULT_MAX_LENGTH = 16 << 10;

    private final StrictJson json;
    private final JsonLimits limits;
    private final @Nullable HeaderCache headers;

    private JwsParser(StrictJson json, int maxLength, @Nullable HeaderCache headers) {
        this.json = json;
        this.limits = JsonLimits.TOKEN.withMaxBytes(maxLength);
        this.headers = headers;
    }

    /**
     * A parser of tokens whose keys are known from elsewhere.
     *
     * @param json reads headers and claims
     * @param maxLength how many characters a token may have
     * @return the parser
     */
    public static JwsParser ofTokens(StrictJson json, int maxLength) {
        return new JwsParser(json, maxLength, new HeaderCache());
    }

    /**
     * A parser of tokens of the usual length whose keys are known from elsewhere.
     *
     * @param json reads headers and claims
     * @return the parser
     */
    public static JwsParser ofTokens(StrictJson json) {
        return ofTokens(json, DEFAULT_MAX_LENGTH);
    }

    /**
     * A parser of DPoP proofs, which bring their public key in the header (RFC 9449, section 4.2). It
     * remembers no header, since anybody can sign with a key of their own.
     *
     * @param json reads headers and claims
     * @return the parser
     */
    public static JwsParser ofProofs(StrictJson json) {
        return new JwsParser(json, DEFAULT_MAX_LENGTH, null);
    }

    /**
     * Takes a token apart.
     *
     * @param token the compact form
     * @return its parts, not verified
     * @throws MalformedException with {@code TOO_LARGE}, {@code SYNTAX} or {@code HEADER}
     */
    public CompactJws parse(String token) throws MalformedException {
        if (token.length() > limits.maxBytes()) {
            throw new MalformedException(Fault.TOO_LARGE, "token too long");
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0 || token.indexOf('.', second + 1) >= 0) {
            throw new MalformedException(Fault.SYNTAX, "not three parts");
        }
        if (second == token.length() - 1) {
            throw new MalformedException(Fault.SYNTAX, "no signature");
        }
        // what is not in this character set becomes a question mark, which is not base64url
        byte[] octets = token.getBytes(StandardCharsets.ISO_8859_1);
        JwsHeader header = header(octets, first);
        byte[] payload = Base64Url.decode(octets, first + 1, second);
        byte[] signature = Base64Url.decode(octets, second + 1, octets.length);
        return new CompactJws(octets, first, second, header, payload, signature, headers);
    }

    /**
     * Reads the payload as claims.
     *
     * @param jws a token of this parser
     * @return the claims, as little verified as the token is
     * @throws MalformedException if the payload is not one JSON object within the limits
     */
    public JwtClaims claims(CompactJws jws) throws MalformedException {
        return new JwtClaims(json.indexObject(jws.payloadShared(), limits));
    }

    private JwsHeader header(byte[] octets, int length) throws MalformedException {
        JwsHeader known = headers == null ? null : headers.get(octets, length);
        if (known != null) {
            return known;
        }
        byte[] header = Base64Url.decode(octets, 0, length);
        return JwsHeader.read(json.readObject(header, limits), headers == null);
    }
}
