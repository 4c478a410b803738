package org.mcpoauth.client.proof;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ProtectedResourceMetadata;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.spi.client.PossessionRules;
import org.mcpoauth.spi.client.PossessionRules.Mode;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/**
 * Decides whether tokens are bound to a key, and to which (RFC 9449, sections 5.1 and 7.1; RFC 9728,
 * section 2). Safe for use by several threads.
 */
public final class Possession {
    static final Rule BOUND = new Rule("RFC 9449", "5");
    private static final List<JwsAlgorithm> BY_PREFERENCE = List.of(
            JwsAlgorithm.ES256,
            JwsAlgorithm.EDDSA,
            JwsAlgorithm.ED25519,
            JwsAlgorithm.ES384,
            JwsAlgorithm.ES512,
            JwsAlgorithm.PS256,
            JwsAlgorithm.RS256);

    private final PossessionRules rules;
    private final KeyRing keys;

    public Possession(Toolkit toolkit, PossessionRules rules) {
        this.rules = rules;
        this.keys = new KeyRing(toolkit, rules.key());
        // an unknown algorithm is told at the start
        var unused = settled();
    }

    /** What the servers ask for and know, by the rules that are configured. */
    public Binding choose(
            Challenges challenges, @Nullable ProtectedResourceMetadata resource, AuthorizationServerMetadata server) {
        if (rules.mode() == Mode.OFF) {
            return Binding.NONE;
        }
        boolean needed = rules.mode() == Mode.REQUIRED || takesNothingElse(challenges, resource);
        Optional<JwsAlgorithm> common = common(offered(challenges, resource), server.dpopSigningAlgValuesSupported());
        if (needed) {
            return new Binding(keys.forAlgorithm(common.or(this::settled).orElse(JwsAlgorithm.ES256)), true);
        }
        return common.filter(algorithm -> isWanted(challenges, resource))
                .filter(algorithm -> !server.dpopSigningAlgValuesSupported().isEmpty())
                .map(algorithm -> new Binding(keys.forAlgorithm(algorithm), false))
                .orElse(Binding.NONE);
    }

    /**
     * Tokens that follow bound ones are bound to the same key (RFC 9449, section 5).
     *
     * @param found what the servers ask for now
     * @param thumbprint what the tokens so far are bound to, or {@code null}
     */
    public Binding kept(Binding found, @Nullable String thumbprint) {
        return thumbprint == null ? found : new Binding(held(thumbprint), true);
    }

    /** The key that something was bound to earlier. */
    public ProofKey held(String thumbprint) {
        return keys.find(thumbprint)
                .orElseThrow(() -> new ResponseViolationException(
                        FailureCode.POSSESSION_MISSING, BOUND, "the key of the tokens is gone; authorize again"));
    }

    /**
     * Whether tokens can be used still.
     *
     * @param thumbprint what they are bound to, or {@code null}
     */
    public boolean canUse(@Nullable String thumbprint) {
        return thumbprint == null
                ? rules.mode() != Mode.REQUIRED
                : keys.find(thumbprint).isPresent();
    }

    /** The first algorithm that everybody knows; a server that lists none is not asked. */
    private Optional<JwsAlgorithm> common(List<String> resource, List<String> server) {
        return settled()
                .map(Stream::of)
                .orElseGet(BY_PREFERENCE::stream)
                .filter(each -> resource.isEmpty() || resource.contains(each.wireName()))
                .filter(each -> server.isEmpty() || server.contains(each.wireName()))
                .findFirst();
    }

    /** That of a key that is exchanged may be another one then. */
    private Optional<JwsAlgorithm> settled() {
        return Optional.ofNullable(rules.settledAlgorithm()).map(Possession::known);
    }

    private static JwsAlgorithm known(String name) {
        return JwsAlgorithm.named(name)
                .orElseThrow(() -> new ConfigurationException("dpop.algorithm", "is not one for proofs: " + name));
    }

    private static boolean isWanted(Challenges challenges, @Nullable ProtectedResourceMetadata resource) {
        return challenges.all().stream().anyMatch(each -> each.isScheme(Challenge.DPOP))
                || !offered(challenges, resource).isEmpty();
    }

    private static boolean takesNothingElse(Challenges challenges, @Nullable ProtectedResourceMetadata resource) {
        boolean onlyProofs = challenges.all().stream().anyMatch(each -> each.isScheme(Challenge.DPOP))
                && challenges.all().stream().noneMatch(each -> each.isScheme(Challenge.BEARER));
        return onlyProofs || (resource != null && resource.dpopBoundAccessTokensRequired());
    }

    private static List<String> offered(Challenges challenges, @Nullable ProtectedResourceMetadata resource) {
        return resource != null && !resource.dpopSigningAlgValuesSupported().isEmpty()
                ? resource.dpopSigningAlgValuesSupported()
                : challenges.all().stream()
                        .filter(each -> each.isScheme(Challenge.DPOP))
                        .flatMap(each -> each.algs().stream())
                        .toList();
    }
}
