package org.mcpoauth.server.authorization.grant;

import java.util.function.Supplier;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.server.audit.ServerAudit;

/**
 * Tells of codes, codes of devices and refresh tokens that were used before. A provider ends their grant and refuses, and what it
 * had issued must end wherever it is remembered (RFC 6749, section 4.1.2; RFC 9700, section 4.14.2).
 *
 * @param grant what is presented
 * @param audit learns it
 */
record ReuseWatch(GrantType grant, ServerAudit audit) {

    /** Exchanges what a client presents; its refusal is told and goes on. */
    IssuedTokens exchange(String clientId, String subject, Supplier<IssuedTokens> exchange) {
        try {
            return exchange.get();
        } catch (EndpointException e) {
            if (e.error().equals(ErrorCode.INVALID_GRANT)) {
                audit.reused(grant, clientId, subject);
            }
            throw e;
        }
    }
}
