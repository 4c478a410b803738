package org.mcpoauth.cdi.health;

import java.util.function.Supplier;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.spi.key.KeySource;

/**
 * The keys that sign the tokens of our authorization server.
 *
 * @param keys where they are
 */
record KeyRing(KeySource keys) implements Supplier<Readiness> {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    @Override
    public Readiness get() {
        try {
            return Readiness.of(keys.signingKey().keyId() != null);
        } catch (McpOAuthException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4691 no key to sign with: " + e.getMessage());
            return Readiness.of(false);
        }
    }
}
