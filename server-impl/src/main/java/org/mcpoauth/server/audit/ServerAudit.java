package org.mcpoauth.server.audit;

import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.EndpointKind;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.AuditListener;
import org.mcpoauth.spi.support.audit.AuditTrail;

/** Tells what happens at one authorization server. Thread-safe. */
public final class ServerAudit {
    private final Issuer issuer;
    private final AuditTrail trail;

    /** The audit of an issuer. */
    public ServerAudit(Issuer issuer, AuditListener listener) {
        this.issuer = issuer;
        this.trail = new AuditTrail(listener);
    }

    /** A client was given tokens, for a user or for itself. */
    public void issued(GrantType grant, String clientId, @Nullable String subject, Scopes scopes) {
        trail.tell(new AuthorizationServerEvent.TokensIssued(issuer, grant, clientId, subject, scopes));
    }

    /** A client had a token revoked. */
    public void revoked(String clientId, @Nullable String subject) {
        trail.tell(new AuthorizationServerEvent.TokensRevoked(issuer, clientId, subject));
    }

    /** A client presented what had been used before, and its grant has ended. */
    public void reused(GrantType grant, String clientId, String subject) {
        trail.tell(new AuthorizationServerEvent.ReuseDetected(issuer, grant, clientId, subject));
    }

    /** A client registered itself. */
    public void registered(String clientId) {
        trail.tell(new AuthorizationServerEvent.ClientRegistered(issuer, clientId));
    }

    /** A client replaced its registration. */
    public void updated(String clientId) {
        trail.tell(new AuthorizationServerEvent.ClientUpdated(issuer, clientId));
    }

    /** A client removed its registration. */
    public void deleted(String clientId) {
        trail.tell(new AuthorizationServerEvent.ClientDeleted(issuer, clientId));
    }

    /** A request was refused. */
    public void refused(EndpointKind endpoint, ErrorCode error) {
        trail.tell(new AuthorizationServerEvent.EndpointRefused(issuer, endpoint, error));
    }
}
