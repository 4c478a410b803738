package org.mcpoauth.spi.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.DPoPKey;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * Whether a client binds its tokens to a key (RFC 9449). Immutable; the text form shows no key.
 *
 * @param mode when tokens are bound
 * @param algorithm the JWS algorithm of the proofs, or {@code null} for the first that both servers know,
 *     {@code ES256} where they do not say; that of the key if there is one
 * @param key the key, asked for each time, or {@code null} for one in memory that is lost with the process, and the
 *     tokens bound to it as well
 */
public record PossessionRules(
        Mode mode, @Nullable String algorithm, @Nullable Changing<DPoPKey> key) {

    /** When tokens are bound. */
    public enum Mode {
        /** Never; a server that takes bound tokens only cannot be called. */
        OFF,
        /**
         * Where the MCP server asks for it, by a challenge of the scheme {@code DPoP} or in its metadata, and
         * the authorization server lists a common algorithm. Where the MCP server takes nothing else, a token
         * that is not bound is refused.
         */
        AUTO,
        /** Always; a token that is not bound is refused and revoked. */
        REQUIRED
    }

    /** Where both servers offer it, with a key in memory. */
    public static final PossessionRules DEFAULT = new PossessionRules(Mode.AUTO, null, null);

    /**
     * Checks the components.
     *
     * @throws ConfigurationException if the key is for another algorithm
     */
    public PossessionRules {
        Objects.requireNonNull(mode, "mode");
        if (key != null && algorithm != null && !key.current().algorithm().equals(algorithm)) {
            throw new ConfigurationException("dpop.algorithm", "is not that of the key");
        }
    }

    /**
     * The same in another mode.
     *
     * @param value when tokens are bound
     * @return new rules
     */
    public PossessionRules withMode(Mode value) {
        return new PossessionRules(value, algorithm, key);
    }

    /**
     * The same with another algorithm.
     *
     * @param value the JWS algorithm, or {@code null} for the first that both servers know
     * @return new rules
     * @throws ConfigurationException if the key is for another one
     */
    public PossessionRules withAlgorithm(@Nullable String value) {
        return new PossessionRules(mode, value, key);
    }

    /**
     * The same with another key.
     *
     * @param value the key, or {@code null} for one in memory
     * @return new rules
     * @throws ConfigurationException if it is for another algorithm than the one that is set
     */
    public PossessionRules withKey(@Nullable DPoPKey value) {
        return new PossessionRules(mode, algorithm, value == null ? null : Changing.of(value));
    }

    /**
     * The same with a key that may be exchanged. Tokens that are bound to one of the last eight are good in this
     * process still, refreshed ones too.
     *
     * @param value gives the key, always for the same algorithm where one is set
     * @return new rules
     * @throws ConfigurationException if that of now is for another algorithm than the one that is set
     */
    public PossessionRules withKey(Changing<DPoPKey> value) {
        return new PossessionRules(mode, algorithm, value);
    }

    /**
     * The algorithm that is settled.
     *
     * @return that of the key, else the one that is set, else {@code null}
     */
    public @Nullable String settledAlgorithm() {
        return key == null ? algorithm : key.current().algorithm();
    }
}
