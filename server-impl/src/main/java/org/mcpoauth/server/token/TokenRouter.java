package org.mcpoauth.server.token;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.support.codec.Base64Url;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsParser;

/**
 * Picks who judges a token, by its shape and by the issuer it names. Who is picked has the last word: a
 * JWT that fails is never asked about elsewhere, for its text would go to a server it may not be of.
 */
final class TokenRouter implements TokenReader {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");
    private static final int LONGEST_HEADER = 4096;

    private final TokenReader jwts;
    private final Map<String, TokenReader> ofIssuers;
    private final TokenReader others;
    private final JwsParser parser;

    /**
     * A router.
     *
     * @param jwts judges JWTs, those of unknown issuers too
     * @param ofIssuers judge the JWTs of some issuers instead
     * @param others judges everything else
     * @param parser reads the issuer of a JWT
     */
    TokenRouter(TokenReader jwts, Map<String, TokenReader> ofIssuers, TokenReader others, JwsParser parser) {
        this.jwts = jwts;
        this.ofIssuers = Map.copyOf(ofIssuers);
        this.others = others;
        this.parser = parser;
    }

    @Override
    public VerifiedToken read(Secret token) {
        if (!looksLikeJwt(token.reveal())) {
            return others.read(token);
        }
        // without exceptions nobody needs to know the issuer yet
        return ofIssuers.isEmpty() ? jwts.read(token) : ofIssuer(token).read(token);
    }

    private TokenReader ofIssuer(Secret token) {
        try {
            String issuer = parser.claims(parser.parse(token.reveal())).requiredText("iss");
            return ofIssuers.getOrDefault(issuer, jwts);
        } catch (MalformedException e) {
            RejectionReason reason = JwtVerifier.reason(e);
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4001 token rejected: " + reason + " " + e.getMessage());
            throw new TokenRejectedException(reason);
        }
    }

    /** Three parts, the first of which holds a JSON object (RFC 7515, section 7.1). */
    private static boolean looksLikeJwt(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || first > LONGEST_HEADER || second < 0 || token.indexOf('.', second + 1) >= 0) {
            return false;
        }
        try {
            String header = new String(Base64Url.decode(token, 0, first), StandardCharsets.UTF_8).stripLeading();
            return header.startsWith("{");
        } catch (MalformedException notBase64) {
            return false;
        }
    }

    /** Keys of those whose JWTs go elsewhere are needed by nobody. */
    @Override
    public List<Issuer> issuersWithoutKeys() {
        return Stream.concat(jwts.issuersWithoutKeys().stream(), others.issuersWithoutKeys().stream())
                .filter(issuer -> !ofIssuers.containsKey(issuer.value()))
                .distinct()
                .toList();
    }

    @Override
    public void forget(TokenRevoked revoked) {
        Set<TokenReader> readers = new LinkedHashSet<>(ofIssuers.values());
        readers.add(jwts);
        readers.add(others);
        readers.forEach(reader -> reader.forget(revoked));
    }
}
