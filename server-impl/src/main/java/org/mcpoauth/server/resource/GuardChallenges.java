package org.mcpoauth.server.resource;

import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.server.proof.ProofAlgorithms;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.GuardedRequest;
import org.mcpoauth.spi.resource.Use;

/**
 * The challenges of one resource (RFC 6750, section 3; RFC 9728, section 5.1), one for each scheme that
 * it takes. A client that uses {@code DPoP} is answered in that scheme alone; the others get {@code
 * Bearer} first, for those that read no further (RFC 9449, sections 7.1 and 7.2).
 */
final class GuardChallenges {
    private final Use dpop;
    private final List<String> algorithms;
    private final String realm;
    private final URI metadata;

    GuardChallenges(ResourceServerConfiguration configuration) {
        this.dpop = configuration.dpop().use();
        this.algorithms = ProofAlgorithms.names(configuration.dpop());
        this.realm = configuration.realm();
        this.metadata = configuration.effectiveMetadataUrl();
    }

    /**
     * The values of {@code WWW-Authenticate} for an answer.
     *
     * @param scopes all scopes of the operation
     * @param more what else each challenge says
     */
    List<String> lines(GuardedRequest request, Scopes scopes, UnaryOperator<Challenge.Builder> more) {
        List<Challenge> all = builders(request)
                .map(challenge -> more.apply(challenge.scope(scopes)).build())
                .toList();
        return new Challenges(all).toHeaderValues();
    }

    private Stream<Challenge.Builder> builders(GuardedRequest request) {
        return switch (dpop) {
            case OFF -> Stream.of(bearer());
            case REQUIRED -> Stream.of(proof());
            case ACCEPT -> Credentials.areOfDpop(request) ? Stream.of(proof()) : Stream.of(bearer(), proof());
        };
    }

    private Challenge.Builder bearer() {
        return common(Challenge.bearer());
    }

    private Challenge.Builder proof() {
        return common(Challenge.dpop()).algs(algorithms);
    }

    private Challenge.Builder common(Challenge.Builder challenge) {
        return (realm.isEmpty() ? challenge : challenge.realm(realm)).resourceMetadata(metadata);
    }
}
