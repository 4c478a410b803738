package org.mcpoauth.spi;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.api.token.TokenVerifier;

/**
 * Tells what an authorization server of a runtime revokes to the verifiers of the same runtime, which may remember
 * tokens, before it goes to audit: on demand (RFC 7009, section 2.2), or because a code or refresh token was used twice
 * (RFC 9700, section 4.14.2). Thread-safe.
 */
final class RevocationNews implements AuditListener {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.spi");

    private final AuditListener audit;
    // a resource that is gone must not be kept by what would tell it something
    private final Set<TokenVerifier> verifiers =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    RevocationNews(AuditListener audit) {
        this.audit = audit;
    }

    /** Has a verifier told from now on. */
    TokenVerifier telling(TokenVerifier verifier) {
        verifiers.add(verifier);
        return verifier;
    }

    @Override
    public void happened(AuditEvent event) {
        if (event instanceof AuthorizationServerEvent news) {
            news.revocation().ifPresent(this::tell);
        }
        audit.happened(event);
    }

    private void tell(TokenRevoked revoked) {
        List<TokenVerifier> present;
        synchronized (verifiers) {
            present = List.copyOf(verifiers);
        }
        present.forEach(verifier -> tell(verifier, revoked));
    }

    private static void tell(TokenVerifier verifier, TokenRevoked revoked) {
        try {
            verifier.forget(revoked);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    () -> "MCPO4592 a verifier could not forget tokens that were revoked: "
                            + e.getClass().getName());
        }
    }
}
