package org.mcpoauth.server.authorization.assertion;

import java.time.Duration;
import java.time.InstantSource;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.codec.Sha256;

/**
 * The assertions that brought a token, until they end: each brings one (RFC 7523, section 3, item 7; MCP extension
 * "Enterprise-Managed Authorization"). Identifiers are those of their issuer.
 */
public final class UsedAssertions {
    private static final String NAMESPACE = "identity-assertion";
    private static final StateEntry USED = StateEntry.of("used");

    private final StateStore store;
    private final InstantSource clock;

    /**
     * Remembers in a store.
     *
     * @param store remembers
     * @param clock what time it is
     */
    public UsedAssertions(StateStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Refuses an assertion that was used, before anything is made for it.
     *
     * @param assertion the assertion
     * @throws EndpointException with {@code invalid_grant} if it was used before
     */
    public void requireUnused(IdentityAssertion assertion) {
        if (store.get(key(assertion)).isPresent()) {
            throw usedBefore();
        }
    }

    /**
     * Uses an assertion, which is the last thing to do with it.
     *
     * @param assertion the assertion
     * @throws EndpointException with {@code invalid_grant} if it was used before
     */
    public void use(IdentityAssertion assertion) {
        if (!store.putIfAbsent(key(assertion), USED, left(assertion))) {
            throw usedBefore();
        }
    }

    private static EndpointException usedBefore() {
        return EndpointException.token(ErrorCode.INVALID_GRANT, "the assertion was used before");
    }

    private Duration left(IdentityAssertion assertion) {
        // as long as the validator may take it
        return Duration.between(clock.instant(), assertion.expiresAt())
                .plus(AssertionTimes.SKEW)
                .plusMillis(1);
    }

    private static StateKey key(IdentityAssertion assertion) {
        // hashed apart, so that no boundary can be moved
        String id = Sha256.base64Url(assertion.issuer().value())
                + Sha256.base64Url(assertion.claims().getString("jti"));
        return new StateKey(NAMESPACE, id);
    }
}
