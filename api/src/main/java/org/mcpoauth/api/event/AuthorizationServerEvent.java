package org.mcpoauth.api.event;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;

/** Something that happened at an authorization server of this application. Immutable. */
public sealed interface AuthorizationServerEvent extends AuditEvent {

    /**
     * Where it happened.
     *
     * @return the issuer
     */
    Issuer issuer();

    /**
     * What whoever remembers tokens has to forget now. A grant may have brought more tokens than the one that was
     * presented, so it is all of the client and its user.
     *
     * @return the news for {@link TokenVerifier#forget}; empty if nothing ended
     */
    default Optional<TokenRevoked> revocation() {
        return Optional.empty();
    }

    /**
     * The endpoints that refuse (RFC 6749, section 3; RFC 7009, section 2; RFC 7662, section 2; RFC 7591,
     * section 3).
     */
    enum EndpointKind {
        /** The authorization endpoint with its pages for login and consent. */
        AUTHORIZATION,
        /** The token endpoint. */
        TOKEN,
        /** The revocation endpoint. */
        REVOCATION,
        /** The UserInfo endpoint. */
        USER_INFO,
        /** The introspection endpoint. */
        INTROSPECTION,
        /** The client registration endpoint, and the client configuration endpoint (RFC 7592, section 2). */
        REGISTRATION,
        /** The pushed authorization request endpoint (RFC 9126, section 2). */
        PUSHED_AUTHORIZATION,
        /** The device authorization endpoint (RFC 8628, section 3.1). */
        DEVICE_AUTHORIZATION
    }

    /**
     * A client was given an access token, perhaps with a refresh token (RFC 6749, section 5.1).
     *
     * @param issuer where
     * @param grant what it presented
     * @param clientId who
     * @param subject the user it acts for, or {@code null} if it acts for itself
     * @param scopes what the token allows; may be empty
     */
    record TokensIssued(
            Issuer issuer,
            GrantType grant,
            String clientId,
            @Nullable String subject,
            Scopes scopes) implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public TokensIssued {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(grant, "grant");
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(scopes, "scopes");
        }
    }

    /**
     * A client had a token revoked (RFC 7009), which may end the whole grant. Not fired for tokens that are
     * unknown or over.
     *
     * @param issuer where
     * @param clientId whose token it was
     * @param subject the user it stood for, or {@code null} if for the client itself
     */
    record TokensRevoked(
            Issuer issuer, String clientId, @Nullable String subject) implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public TokensRevoked {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(clientId, "clientId");
        }

        @Override
        public Optional<TokenRevoked> revocation() {
            return Optional.of(new TokenRevoked.ByPrincipal(issuer, clientId, subject));
        }
    }

    /**
     * A code or refresh token was presented that had been used before, which ended its grant: one of the two
     * who presented it has stolen it (RFC 6749, section 4.1.2; RFC 9700, section 4.14.2), or the first answer was
     * lost. For the code of a device, whose first tokens nobody got as a rule: their node ended before it answered.
     * The refusal is told beside it, as {@link EndpointRefused}.
     *
     * @param issuer where
     * @param grant what was presented: a code, the code of a device or a refresh token
     * @param clientId the client of the grant, which presented it
     * @param subject the user of the grant
     */
    record ReuseDetected(Issuer issuer, GrantType grant, String clientId, String subject)
            implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public ReuseDetected {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(grant, "grant");
            Objects.requireNonNull(clientId, "clientId");
            Objects.requireNonNull(subject, "subject");
        }

        @Override
        public Optional<TokenRevoked> revocation() {
            return Optional.of(new TokenRevoked.ByPrincipal(issuer, clientId, subject));
        }
    }

    /**
     * A client registered itself (RFC 7591).
     *
     * @param issuer where
     * @param clientId the identifier it was given
     */
    record ClientRegistered(Issuer issuer, String clientId) implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public ClientRegistered {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(clientId, "clientId");
        }
    }

    /**
     * A client replaced its registration (RFC 7592, section 2.2).
     *
     * @param issuer where
     * @param clientId who
     */
    record ClientUpdated(Issuer issuer, String clientId) implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public ClientUpdated {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(clientId, "clientId");
        }
    }

    /**
     * A client removed its registration (RFC 7592, section 2.3), and all its tokens with it.
     *
     * @param issuer where
     * @param clientId who it was
     */
    record ClientDeleted(Issuer issuer, String clientId) implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public ClientDeleted {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(clientId, "clientId");
        }

        @Override
        public Optional<TokenRevoked> revocation() {
            return Optional.of(new TokenRevoked.ByPrincipal(issuer, clientId, null));
        }
    }

    /**
     * An endpoint refused a request. Who asked is not told: most of these requests prove nothing about their
     * sender.
     *
     * @param issuer where
     * @param endpoint which endpoint
     * @param error the error; that of a page which only the user sees is {@code invalid_request}
     */
    record EndpointRefused(Issuer issuer, EndpointKind endpoint, ErrorCode error) implements AuthorizationServerEvent {
        /** Checks that nothing is missing. */
        public EndpointRefused {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(error, "error");
        }
    }
}
