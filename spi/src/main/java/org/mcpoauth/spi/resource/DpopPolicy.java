package org.mcpoauth.spi.resource;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/**
 * How a resource takes DPoP-bound tokens, or an authorization server issues them (RFC 9449). Immutable.
 *
 * @param use whether they are taken or issued
 * @param nonceRequired whether a proof must carry a nonce of this server (RFC 9449, sections 8 and 9)
 * @param nonceKeys the keys of the nonces, 32 characters or more each, the first makes, all check; the same
 *     on all nodes; empty for a key of this process
 * @param proofMaxAge how old a proof may be, at most 5 minutes
 * @param algorithms the JWS algorithms of proofs; asymmetric ones only
 */
public record DpopPolicy(
        Use use,
        boolean nonceRequired,
        Changing<List<Secret>> nonceKeys,
        Duration proofMaxAge,
        Set<String> algorithms) {
    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final int MIN_KEY = 32;

    /** Accepted without nonce, proofs of one minute. */
    public static final DpopPolicy DEFAULT = new DpopPolicy(
            Use.ACCEPT,
            false,
            Changing.of(List.of()),
            Duration.ofMinutes(1),
            Set.of("ES256", "ES384", "ES512", "EdDSA", "Ed25519", "RS256", "PS256"));

    /** Accepted with nonces, proofs of one minute: the default of an authorization server. */
    public static final DpopPolicy WITH_NONCES = DEFAULT.withNonceRequired(true);

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if a value breaks a rule
     */
    public DpopPolicy {
        Objects.requireNonNull(use, "use");
        algorithms = Set.copyOf(algorithms);
        if (nonceKeys.current().stream().anyMatch(key -> key.reveal().length() < MIN_KEY)) {
            throw new ConfigurationException("dpop.nonce-keys", "have 32 characters or more each");
        }
        Durations.requirePositive(proofMaxAge, "dpop.proof-max-age");
        if (proofMaxAge.compareTo(MAX_AGE) > 0) {
            throw new ConfigurationException("dpop.proof-max-age", "is at most 5 minutes");
        }
        if (algorithms.isEmpty()) {
            throw new ConfigurationException("dpop.algorithms", "names at least one algorithm");
        }
        TokenRules.requireAsymmetric("dpop.algorithms", algorithms);
    }

    /**
     * The same with another use.
     *
     * @param value whether DPoP-bound tokens are taken or issued
     * @return a new value
     */
    public DpopPolicy withUse(Use value) {
        return new DpopPolicy(value, nonceRequired, nonceKeys, proofMaxAge, algorithms);
    }

    /**
     * The same with or without nonces.
     *
     * @param value whether a proof must carry a nonce of this server
     * @return a new value
     */
    public DpopPolicy withNonceRequired(boolean value) {
        return new DpopPolicy(use, value, nonceKeys, proofMaxAge, algorithms);
    }

    /**
     * The same with other keys of the nonces.
     *
     * @param values the keys; empty for a key of this process
     * @return a new value
     */
    public DpopPolicy withNonceKeys(List<Secret> values) {
        return withNonceKeys(Changing.of(List.copyOf(values)));
    }

    /**
     * The same with keys of the nonces that may be exchanged.
     *
     * @param values gives the keys; a nonce is good as long as the key that made it is among them
     * @return a new value
     */
    public DpopPolicy withNonceKeys(Changing<List<Secret>> values) {
        return new DpopPolicy(use, nonceRequired, values, proofMaxAge, algorithms);
    }

    /**
     * The same with another largest age of a proof.
     *
     * @param value at most 5 minutes
     * @return a new value
     */
    public DpopPolicy withProofMaxAge(Duration value) {
        return new DpopPolicy(use, nonceRequired, nonceKeys, value, algorithms);
    }

    /**
     * The same with other algorithms of proofs.
     *
     * @param values asymmetric JWS algorithms
     * @return a new value
     */
    public DpopPolicy withAlgorithms(Set<String> values) {
        return new DpopPolicy(use, nonceRequired, nonceKeys, proofMaxAge, values);
    }
}
