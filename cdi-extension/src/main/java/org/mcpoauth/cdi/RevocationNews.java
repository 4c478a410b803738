package org.mcpoauth.cdi;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.CDI;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.TokensRevoked;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.spi.AuditListener;

/**
 * Tells what the authorization server of this application revokes to whoever remembers tokens, before it goes
 * to audit (RFC 7009, section 2.2). The grant may have brought more tokens than the one that was revoked, so
 * all of the client and its user are judged anew.
 *
 * @param audit learns everything afterwards
 * @param events fires
 */
record RevocationNews(AuditListener audit, Event<Object> events) implements AuditListener {

    /** In front of a listener, with the events of the current container. */
    static RevocationNews before(AuditListener audit) {
        return new RevocationNews(audit, CDI.current().getBeanContainer().getEvent());
    }

    @Override
    public void happened(AuditEvent event) {
        try {
            if (event instanceof TokensRevoked revoked) {
                events.fire(new TokenRevoked.ByPrincipal(revoked.issuer(), revoked.clientId(), revoked.subject()));
            }
        } finally {
            // whatever an observer of the news throws
            audit.happened(event);
        }
    }
}
