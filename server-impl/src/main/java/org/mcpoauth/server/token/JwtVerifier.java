package org.mcpoauth.server.token;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.resource.TokenProfile;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.CompactJws;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.JwsHeader;
import org.mcpoauth.spi.support.jose.JwsParser;
import org.mcpoauth.spi.support.jose.JwsVerifier;
import org.mcpoauth.spi.support.jose.JwtClaims;
import org.mcpoauth.spi.support.jose.VerificationKey;

/**
 * Verifies JWT access tokens (RFC 9068, section 4; RFC 8725) in this order: size, structure, header,
 * issuer, key, claims, signature. The dear step comes last; what the caller may tell the world is the
 * same whichever failed.
 */
final class JwtVerifier implements TokenReader {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");

    private final JwsParser parser;
    private final JwsVerifier allowed;
    private final Map<String, IssuerRules> issuers;
    private final AccessTokenClaims rules;
    private final TokenProfile profile;
    private final SignatureRule signatures;

    JwtVerifier(
            JwsParser parser,
            JwsVerifier allowed,
            Map<String, IssuerRules> issuers,
            AccessTokenClaims rules,
            TokenProfile profile,
            SignatureRule signatures) {
        this.parser = parser;
        this.allowed = allowed;
        this.issuers = Map.copyOf(issuers);
        this.rules = rules;
        this.profile = profile;
        this.signatures = signatures;
    }

    /** An issuer on the allow-list with its keys, its algorithms and the audiences it may name. */
    record IssuerRules(Issuer issuer, KeyCandidates keys, JwsVerifier signatures, List<String> audiences) {}

    @Override
    public VerifiedToken read(Secret token) {
        try {
            return verified(token);
        } catch (MalformedException e) {
            throw logged(new TokenRejectedException(reason(e)), e.getMessage());
        } catch (TokenRejectedException e) {
            throw logged(e, "");
        }
    }

    @Override
    public List<Issuer> issuersWithoutKeys() {
        return issuers.values().stream()
                .filter(rules -> signatures.needsKeys() && !rules.keys().areThere())
                .map(IssuerRules::issuer)
                .toList();
    }

    private static TokenRejectedException logged(TokenRejectedException e, @Nullable String rule) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4001 token rejected: " + e.reason() + " " + rule);
        return e;
    }

    private VerifiedToken verified(Secret presented) throws MalformedException {
        CompactJws jws = parser.parse(presented.reveal());
        allowed.algorithm(jws.header());
        requireType(jws.header());
        JwtClaims claims = parser.claims(jws);
        IssuerRules issuer = Optional.ofNullable(issuers.get(claims.requiredText("iss")))
                .orElseThrow(() -> new TokenRejectedException(RejectionReason.ISSUER));
        JwsAlgorithm algorithm = issuer.signatures().algorithm(jws.header());
        List<VerificationKey> keys = signatures.keys(issuer, jws, algorithm);
        VerifiedToken token = rules.check(claims, issuer.issuer(), issuer.audiences());
        signatures.require(issuer, jws, keys);
        return token;
    }

    /** RFC 9068, section 4: another type is another kind of JWT, whoever signed it. */
    private void requireType(JwsHeader header) {
        boolean isAccessToken = header.hasType("at+jwt")
                || (profile == TokenProfile.LENIENT && (header.type() == null || header.hasType("jwt")));
        if (!isAccessToken) {
            throw new TokenRejectedException(RejectionReason.TYPE);
        }
    }

    static RejectionReason reason(MalformedException e) {
        return switch (e.fault()) {
            case TOO_LARGE, TOO_MANY -> RejectionReason.TOO_LARGE;
            case SYNTAX -> RejectionReason.MALFORMED;
            case HEADER -> RejectionReason.HEADER;
            case ALGORITHM -> RejectionReason.ALGORITHM;
            case KEY -> RejectionReason.KEY;
            case CLAIM -> RejectionReason.CLAIMS;
        };
    }
}
