package org.mcpoauth.client.audit;

import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.client.TokenKind;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.event.ClientEvent;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.GrantKind;
import org.mcpoauth.spi.support.audit.AuditTrail;

/** Tells what happens to one client. Thread-safe. */
public final class ClientAudit {
    /** The user has not decided yet (RFC 8628, section 3.5). */
    private static final Set<ErrorCode> UNDECIDED = Set.of(ErrorCode.AUTHORIZATION_PENDING, ErrorCode.SLOW_DOWN);

    /** Others may be any text of a peer. */
    private static final Set<ErrorCode> KNOWN = Set.of(
            ErrorCode.INVALID_REQUEST,
            ErrorCode.INVALID_CLIENT,
            ErrorCode.INVALID_GRANT,
            ErrorCode.UNAUTHORIZED_CLIENT,
            ErrorCode.UNSUPPORTED_GRANT_TYPE,
            ErrorCode.UNSUPPORTED_RESPONSE_TYPE,
            ErrorCode.INVALID_SCOPE,
            ErrorCode.INVALID_TARGET,
            ErrorCode.INVALID_TOKEN,
            ErrorCode.ACCESS_DENIED,
            ErrorCode.SERVER_ERROR,
            ErrorCode.TEMPORARILY_UNAVAILABLE,
            ErrorCode.INVALID_REDIRECT_URI,
            ErrorCode.INVALID_CLIENT_METADATA,
            ErrorCode.INVALID_SOFTWARE_STATEMENT,
            ErrorCode.UNAPPROVED_SOFTWARE_STATEMENT,
            ErrorCode.UNSUPPORTED_TOKEN_TYPE,
            ErrorCode.INVALID_DPOP_PROOF,
            ErrorCode.USE_DPOP_NONCE,
            ErrorCode.EXPIRED_TOKEN,
            ErrorCode.LOGIN_REQUIRED,
            ErrorCode.CONSENT_REQUIRED,
            ErrorCode.INTERACTION_REQUIRED,
            ErrorCode.INSUFFICIENT_USER_AUTHENTICATION,
            ErrorCode.UNMET_AUTHENTICATION_REQUIREMENTS);

    private final ClientConfiguration configuration;
    private final AuditTrail trail;

    /** Tells a listener what happens to a client. */
    public ClientAudit(ClientConfiguration configuration, AuditListener listener) {
        this.configuration = configuration;
        this.trail = new AuditTrail(listener);
    }

    /** The MCP server wants more than a token allows, and more is asked for or not. */
    public void stepUp(RejectionReason reason, boolean isFollowed) {
        trail.tell(new ClientEvent.StepUpWanted(name(), resource(), reason, isFollowed));
    }

    /** Makes a request, and tells if it is refused. */
    <T> T judged(EndpointKind endpoint, Issuer issuer, Supplier<T> request) {
        try {
            return request.get();
        } catch (OAuthErrorException refusal) {
            denied(endpoint, issuer, refusal.error());
            throw refusal;
        }
    }

    private void denied(EndpointKind endpoint, Issuer issuer, ErrorCode error) {
        if (!UNDECIDED.contains(error)) {
            ErrorCode known = KNOWN.contains(error) ? error : null;
            trail.tell(new ClientEvent.RequestDenied(name(), resource(), issuer, endpoint, known));
        }
    }

    /** What an identity provider gives for a token is an assertion (SEP-990). */
    void granted(RegisteredClient client, Grant grant) {
        Issuer issuer = client.server().issuer();
        if (grant.grantType().equals(GrantType.REFRESH_TOKEN)) {
            trail.tell(new ClientEvent.TokensRefreshed(name(), resource(), issuer));
        } else if (!grant.grantType().equals(GrantType.TOKEN_EXCHANGE)) {
            trail.tell(new ClientEvent.TokensObtained(name(), resource(), issuer, grant.grantType(), way(client)));
        }
    }

    void registered(Issuer issuer) {
        trail.tell(new ClientEvent.RegistrationDone(name(), resource(), issuer));
    }

    void revoked(Issuer issuer, TokenKind kind) {
        trail.tell(new ClientEvent.RevocationDone(name(), resource(), issuer, kind));
    }

    private @Nullable RegistrationApproach way(RegisteredClient client) {
        URI document = configuration.metadataDocumentUrl();
        String clientId = client.information().clientId();
        if (configuration.grant() == GrantKind.WORKLOAD_JWT || configuration.grant() == GrantKind.TOKEN) {
            return null;
        }
        if (clientId.equals(configuration.clientId())) {
            return RegistrationApproach.PRE_REGISTERED;
        }
        return document != null && document.toString().equals(clientId)
                ? RegistrationApproach.CLIENT_ID_METADATA_DOCUMENT
                : RegistrationApproach.DYNAMIC;
    }

    private String name() {
        return configuration.name();
    }

    private ResourceIdentifier resource() {
        return configuration.resource();
    }
}
