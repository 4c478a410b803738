package org.mcpoauth.server.authorization.assertion;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
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
     * Uses an assertion. One whose use is refused can be used again, since it brought nothing.
     *
     * @param <T> what it brings
     * @param assertion the assertion
     * @param use what to do with it
     * @return what it brought
     * @throws EndpointException with {@code invalid_grant} if it was used before, else that of the use
     */
    public <T> T once(IdentityAssertion assertion, Supplier<T> use) {
        StateKey key = key(assertion);
        if (!store.putIfAbsent(key, USED, left(assertion))) {
            throw EndpointException.token(ErrorCode.INVALID_GRANT, "the assertion was used before");
        }
        try {
            return use.get();
        } catch (EndpointException refused) {
            store.compareAndRemove(key, USED.value());
            throw refused;
        }
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
