package org.mcpoauth.spi.resource;

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
 * An authorization server whose tokens a resource accepts, with its own rules where it needs some.
 * Immutable.
 *
 * @param issuer its issuer identifier
 * @param jwksUrl its key set, or {@code null} to take it from its metadata
 * @param keys the only keys its tokens may be signed with, asked for each time; empty to fetch its key set. With keys
 *     nothing is fetched
 * @param algorithms the JWS algorithms accepted from it; empty for those of the resource
 * @param audiences the values of {@code aud} accepted from it; empty for those of the resource
 * @param introspected whether its JWTs, too, are asked about instead of being verified by their signature
 */
public record TrustedIssuer(
        Issuer issuer,
        @Nullable URI jwksUrl,
        Changing<List<VerificationKey>> keys,
        Set<String> algorithms,
        List<String> audiences,
        boolean introspected) {

    /**
     * Checks and copies the components.
     *
     * @throws ConfigurationException if there are both keys and the URL of a key set, or an algorithm is
     *     symmetric
     */
    public TrustedIssuer {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(keys, "keys");
        algorithms = Set.copyOf(algorithms);
        audiences = List.copyOf(audiences);
        TokenRules.requireAsymmetric("token.algorithms", algorithms);
        if (jwksUrl != null && !keys.current().isEmpty()) {
            throw new ConfigurationException("jwks-url", "is not read where keys are given");
        }
    }

    /**
     * An issuer whose keys come from its metadata and that follows the rules of the resource.
     *
     * @param issuer its issuer identifier
     * @return the trusted issuer
     */
    public static TrustedIssuer of(Issuer issuer) {
        return new TrustedIssuer(issuer, null, Changing.of(List.of()), Set.of(), List.of(), false);
    }

    /**
     * The same with the URL of its key set.
     *
     * @param value the URL, or {@code null} to take it from its metadata
     * @return a new value
     */
    public TrustedIssuer withJwksUrl(@Nullable URI value) {
        return new TrustedIssuer(issuer, value, keys, algorithms, audiences, introspected);
    }

    /**
     * The same with the only keys its tokens may be signed with.
     *
     * @param values the keys; empty to fetch its key set
     * @return a new value
     */
    public TrustedIssuer withKeys(List<VerificationKey> values) {
        return withKeys(Changing.of(List.copyOf(values)));
    }

    /**
     * The same with keys that may be exchanged. Tokens that were accepted by a key that goes are not accepted any more.
     *
     * @param values gives the keys; never none once there were some
     * @return a new value
     */
    public TrustedIssuer withKeys(Changing<List<VerificationKey>> values) {
        return new TrustedIssuer(issuer, jwksUrl, values, algorithms, audiences, introspected);
    }

    /**
     * The same with its own algorithms.
     *
     * @param values the JWS algorithms; empty for those of the resource
     * @return a new value
     */
    public TrustedIssuer withAlgorithms(Set<String> values) {
        return new TrustedIssuer(issuer, jwksUrl, keys, values, audiences, introspected);
    }

    /**
     * The same with its own audiences.
     *
     * @param values the values of {@code aud}; empty for those of the resource
     * @return a new value
     */
    public TrustedIssuer withAudiences(List<String> values) {
        return new TrustedIssuer(issuer, jwksUrl, keys, algorithms, values, introspected);
    }

    /**
     * The same with its JWTs asked about, or not.
     *
     * @param value whether they are asked about instead of being verified by their signature
     * @return a new value
     */
    public TrustedIssuer withIntrospected(boolean value) {
        return new TrustedIssuer(issuer, jwksUrl, keys, algorithms, audiences, value);
    }
}
