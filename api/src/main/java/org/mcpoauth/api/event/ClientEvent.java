package org.mcpoauth.api.event;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.metadata.GrantType;

/**
 * Something that happened to a client of this application. Immutable. Told on the thread that did it: that of the call,
 * or one of the runtime, on which tokens are renewed beside the calls. Whose tokens they are is not told.
 */
public sealed interface ClientEvent extends AuditEvent {

    /**
     * Which client.
     *
     * @return the value of {@link org.mcpoauth.api.McpOAuth}
     */
    String client();

    /**
     * What the client is for.
     *
     * @return the MCP server as the configuration names it
     */
    ResourceIdentifier resource();

    /**
     * An authorization server gave an access token for a grant (RFC 6749, section 5.1).
     *
     * @param client which client
     * @param resource the MCP server
     * @param issuer the authorization server
     * @param grant what was presented
     * @param way how the client came by its identifier, or {@code null} if it has none there
     */
    record TokensObtained(
            String client,
            ResourceIdentifier resource,
            Issuer issuer,
            GrantType grant,
            @Nullable RegistrationApproach way)
            implements ClientEvent {
        /** Checks that nothing is missing. */
        public TokensObtained {
            require(client, resource, issuer);
            Objects.requireNonNull(grant, "grant");
        }
    }

    /**
     * An authorization server gave an access token for a refresh token (RFC 6749, section 6).
     *
     * @param client which client
     * @param resource the MCP server
     * @param issuer the authorization server
     */
    record TokensRefreshed(String client, ResourceIdentifier resource, Issuer issuer) implements ClientEvent {
        /** Checks that nothing is missing. */
        public TokensRefreshed {
            require(client, resource, issuer);
        }
    }

    /**
     * An authorization server revoked a token of the client, which had asked for it (RFC 7009, section 2.2).
     *
     * @param client which client
     * @param resource the MCP server
     * @param issuer the authorization server
     * @param kind what was revoked
     */
    record RevocationDone(String client, ResourceIdentifier resource, Issuer issuer, TokenKind kind)
            implements ClientEvent {
        /** Checks that nothing is missing. */
        public RevocationDone {
            require(client, resource, issuer);
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * The client registered itself (RFC 7591, section 3.2.1).
     *
     * @param client which client
     * @param resource the MCP server
     * @param issuer the authorization server
     */
    record RegistrationDone(String client, ResourceIdentifier resource, Issuer issuer) implements ClientEvent {
        /** Checks that nothing is missing. */
        public RegistrationDone {
            require(client, resource, issuer);
        }
    }

    /**
     * The MCP server wants more than the token at hand allows (MCP authorization, "Step-Up Authorization Flow"; RFC
     * 9470).
     *
     * @param client which client
     * @param resource the MCP server
     * @param reason {@link RejectionReason#SCOPE} or {@link RejectionReason#USER_AUTHENTICATION}
     * @param isFollowed whether more is asked for; {@code false} where that has been in vain, was forbidden, or needs a
     *     user and there is none
     */
    record StepUpWanted(String client, ResourceIdentifier resource, RejectionReason reason, boolean isFollowed)
            implements ClientEvent {
        /** Checks that nothing is missing. */
        public StepUpWanted {
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * An authorization server, or the identity provider that vouches for users, refused a request. That a user has not
     * decided yet (RFC 8628, section 3.5) is no refusal.
     *
     * @param client which client
     * @param resource the MCP server
     * @param issuer who refused
     * @param endpoint what refused
     * @param error why, or {@code null} for an error code that this library does not know: it is a text of the peer
     */
    record RequestDenied(
            String client,
            ResourceIdentifier resource,
            Issuer issuer,
            AuthorizationServerEvent.EndpointKind endpoint,
            @Nullable ErrorCode error)
            implements ClientEvent {
        /** Checks that nothing is missing. */
        public RequestDenied {
            require(client, resource, issuer);
            Objects.requireNonNull(endpoint, "endpoint");
        }
    }

    private static void require(String client, ResourceIdentifier resource, Issuer issuer) {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(resource, "resource");
        Objects.requireNonNull(issuer, "issuer");
    }
}
