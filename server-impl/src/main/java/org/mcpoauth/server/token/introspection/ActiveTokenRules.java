package org.mcpoauth.server.token.introspection;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * Judges a token that its authorization server calls active (RFC 7662, sections 2.2 and 4). Active means
 * that somebody may use it somewhere: whether it is an access token, of this issuer and for this resource,
 * is decided here, by the rules that go for JWTs too.
 */
final class ActiveTokenRules {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.token");
    // RFC 6750, RFC 9449; RFC 8693, section 2.2.1, for a token that is none of them by name
    private static final Set<String> TOKEN_TYPES = Set.of("bearer", "dpop", "n_a");
    // Keycloak tells ID and refresh tokens apart by this member; RFC 9068 names the type of the JWT
    private static final Set<String> TYPES = Set.of("bearer", "dpop", "jwt", "at+jwt", "application/at+jwt");

    private final Issuer issuer;
    private final ClaimRules rules;

    /**
     * The rules for one authorization server.
     *
     * @param issuer who answers; a token of another one is refused
     * @param rules what goes for every token
     */
    ActiveTokenRules(Issuer issuer, ClaimRules rules) {
        this.issuer = issuer;
        this.rules = rules;
    }

    /**
     * Judges a token.
     *
     * @param active what its server says of it
     * @throws TokenRejectedException if it is not accepted; the reason is in the log
     */
    VerifiedToken judge(JsonObject active) {
        try {
            return judged(new JwtClaims(active));
        } catch (MalformedException e) {
            throw logged(new TokenRejectedException(RejectionReason.CLAIMS), e.getMessage());
        } catch (TokenRejectedException e) {
            throw logged(e, "");
        }
    }

    private VerifiedToken judged(JwtClaims claims) throws MalformedException {
        String named = claims.text("iss");
        if (named != null && !named.equals(issuer.value())) {
            throw new TokenRejectedException(RejectionReason.ISSUER);
        }
        requireOneOf(TYPES, claims.text("typ"));
        String type = requireOneOf(TOKEN_TYPES, claims.text("token_type"));
        VerifiedToken token = rules.check(claims);
        // RFC 9449, section 6.2: without the key nobody could be asked to prove anything
        if ("dpop".equals(type) && !namesKey(claims)) {
            throw new TokenRejectedException(RejectionReason.SENDER_CONSTRAINT);
        }
        return token;
    }

    private static @Nullable String requireOneOf(Set<String> known, @Nullable String type) {
        String lower = type == null ? null : type.toLowerCase(Locale.ROOT);
        if (lower != null && !known.contains(lower)) {
            throw new TokenRejectedException(RejectionReason.TYPE);
        }
        return lower;
    }

    private static boolean namesKey(JwtClaims claims) throws MalformedException {
        JwtClaims confirmation = claims.object("cnf");
        return confirmation != null && confirmation.members().get("jkt") instanceof JsonString;
    }

    static TokenRejectedException logged(TokenRejectedException e, @Nullable String rule) {
        LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4021 token rejected: " + e.reason() + " " + rule);
        return e;
    }
}
