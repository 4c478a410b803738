package org.mcpoauth.spi.server;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.key.VerificationKey;

/**
 * Somebody whose assertions an authorization server takes (RFC 7523, section 3): an identity provider or the
 * platform of workloads, with its keys. Immutable.
 *
 * @param issuer its issuer identifier, compared exactly with {@code iss}
 * @param jwksUrl its key set, or {@code null} to take it from its metadata (RFC 8414 or OpenID Connect
 *     Discovery)
 * @param keys the only keys its assertions may be signed with; empty to fetch its key set. With keys nothing is
 *     fetched
 * @param algorithms the JWS algorithms accepted from it, at least one; {@code RS}, {@code PS} and {@code ES} with 256,
 *     384 or 512, {@code EdDSA} and {@code Ed25519}
 */
public record AssertionIssuer(
        Issuer issuer, @Nullable URI jwksUrl, Changing<List<VerificationKey>> keys, Set<String> algorithms) {
    private static final Set<String> ASYMMETRIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if there are both keys and the URL of a key set, or there is no algorithm or one
     *     that is not asymmetric
     */
    public AssertionIssuer {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(keys, "keys");
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty() || !ASYMMETRIC.containsAll(algorithms)) {
            throw new ConfigurationException("assertion-issuer.<name>.algorithms", "takes asymmetric algorithms only");
        }
        if (jwksUrl != null && !keys.current().isEmpty()) {
            throw new ConfigurationException("assertion-issuer.<name>.jwks-url", "is not read where keys are given");
        }
    }

    /**
     * An issuer whose keys come from its metadata, with any asymmetric algorithm.
     *
     * @param issuer its issuer identifier
     * @return the issuer
     */
    public static AssertionIssuer of(Issuer issuer) {
        return new AssertionIssuer(issuer, null, Changing.of(List.of()), ASYMMETRIC);
    }

    /**
     * The same with the URL of its key set.
     *
     * @param value the URL, or {@code null} to take it from its metadata
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public AssertionIssuer withJwksUrl(@Nullable URI value) {
        return new AssertionIssuer(issuer, value, keys, algorithms);
    }

    /**
     * The same with the only keys its assertions may be signed with.
     *
     * @param values the keys; empty to fetch its key set
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public AssertionIssuer withKeys(List<VerificationKey> values) {
        return withKeys(Changing.of(List.copyOf(values)));
    }

    /**
     * The same with keys that may be exchanged.
     *
     * @param values gives the only keys its assertions may be signed with; always none to fetch its key set
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public AssertionIssuer withKeys(Changing<List<VerificationKey>> values) {
        return new AssertionIssuer(issuer, jwksUrl, values, algorithms);
    }

    /**
     * The same with other algorithms.
     *
     * @param values the JWS algorithms accepted from it, asymmetric ones only; at least one
     * @return a new value
     * @throws ConfigurationException if it breaks a rule
     */
    public AssertionIssuer withAlgorithms(Set<String> values) {
        return new AssertionIssuer(issuer, jwksUrl, keys, values);
    }

    /**
     * Refuses a list that names an issuer twice.
     *
     * @throws ConfigurationException if it does
     */
    static List<AssertionIssuer> distinct(String key, List<AssertionIssuer> issuers) {
        if (issuers.stream().map(AssertionIssuer::issuer).distinct().count() < issuers.size()) {
            throw new ConfigurationException(key, "names an issuer twice");
        }
        return List.copyOf(issuers);
    }
}
