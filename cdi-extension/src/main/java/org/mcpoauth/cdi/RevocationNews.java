package org.mcpoauth.cdi;

import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.spi.CDI;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.spi.AuditListener;

/**
 * Tells what the authorization server of this application revokes to whoever remembers tokens, before it goes
 * to audit: on demand (RFC 7009, section 2.2), because a code or refresh token was used twice (RFC 9700,
 * section 4.14.2), or because a client removed itself (RFC 7592, section 2.3). The grant may have brought more tokens
 * than one, so all of the client and its user are judged anew.
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
            if (event instanceof AuthorizationServerEvent news) {
                news.revocation().ifPresent(events::fire);
            }
        } finally {
            // whatever an observer of the news throws
            audit.happened(event);
        }
    }
}
