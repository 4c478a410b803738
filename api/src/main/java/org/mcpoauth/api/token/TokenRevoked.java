package org.mcpoauth.api.token;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;

/**
 * The news that access tokens were revoked, for those that remember what they accepted, see {@link
 * TokenVerifier#forget}. Applications learn it from their authorization server, as by a back channel, or
 * because they revoked the tokens themselves. It reaches one process; others go on until what they
 * remember ends by itself.
 */
public sealed interface TokenRevoked {

    /**
     * One token, known by its text.
     *
     * @param token the token
     */
    record ByToken(Secret token) implements TokenRevoked {
        /** Checks that the token is there. */
        public ByToken {
            Objects.requireNonNull(token, "token");
        }
    }

    /**
     * One token, known by its {@code jti} (RFC 7519, section 4.1.7).
     *
     * @param issuer who issued it; an identifier is unique within its issuer only
     * @param tokenId its identifier
     */
    record ById(Issuer issuer, String tokenId) implements TokenRevoked {
        /**
         * Checks that the identifier is there.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public ById {
            Objects.requireNonNull(issuer, "issuer");
            if (tokenId.isEmpty()) {
                throw new IllegalArgumentException("tokenId must not be empty");
            }
        }

        /** Gives the issuer. */
        @Override
        public String toString() {
            return "ById[issuer=" + issuer + "]";
        }
    }

    /**
     * All tokens of a client, of a subject, or of a subject at a client.
     *
     * @param issuer who issued them
     * @param clientId the client, or {@code null} for every client
     * @param subject the subject, or {@code null} for every subject
     */
    record ByPrincipal(
            Issuer issuer,
            @Nullable String clientId,
            @Nullable String subject) implements TokenRevoked {
        /**
         * Checks that somebody is named.
         *
         * @throws IllegalArgumentException if client and subject are both missing
         */
        public ByPrincipal {
            Objects.requireNonNull(issuer, "issuer");
            if (clientId == null && subject == null) {
                throw new IllegalArgumentException("name a client or a subject");
            }
        }
    }
}
