package org.mcpoauth.server.authorization.assertion;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.server.WorkloadIdentity;
import org.mcpoauth.spi.server.WorkloadRules;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtClaims;

/**
 * Every rule the token of a workload has to follow (MCP extension "Workload Identity Federation"; RFC 7523, section 3).
 * It may come again until it ends: platforms write one into a file that is read for each request. Changes nothing.
 * Thread-safe.
 */
public final class WorkloadValidator {
    /** What platforms write, where they write a type at all; any other says that it is something else. */
    private static final List<String> TYPES = List.of("jwt", "jose");

    private final WorkloadRules rules;
    private final AssertionVerifier verifier;
    private final Set<String> audiences;
    private final AssertionTimes times;

    /**
     * Makes the validator.
     *
     * @param configuration the rules
     * @param tokenEndpoint an audience unless others are configured
     * @param verifier knows the trusted platforms
     * @param clock what time it is
     */
    public WorkloadValidator(
            AuthorizationServerConfiguration configuration,
            URI tokenEndpoint,
            AssertionVerifier verifier,
            InstantSource clock) {
        this.rules = configuration.grants().workloads();
        this.verifier = verifier;
        this.audiences = rules.audiences().isEmpty()
                ? Set.of(configuration.issuer().value(), tokenEndpoint.toString())
                : rules.audiences();
        this.times = new AssertionTimes(clock, rules.maxLifetime());
    }

    /**
     * Validates the token of a workload.
     *
     * @param presented what was presented
     * @return the identifier of the client the workload is
     * @throws MalformedException with the rule it breaks; the text is ours and has nothing of the token
     * @throws org.mcpoauth.api.error.TransportException if the keys of its issuer cannot be had now
     */
    public String clientId(PresentedAssertion presented) throws MalformedException {
        require(presented.isUntyped() || TYPES.stream().anyMatch(presented::hasType), "it is another type of JWT");
        JwtClaims claims = presented.claims();
        Issuer issuer = verifier.requireTrusted(presented);
        List<String> audience = claims.audience();
        // for somebody else too would mean that they could present it
        require(!audience.isEmpty() && audiences.containsAll(audience), "the audience is somebody else");
        times.require(claims);
        claims.requiredText("jti");
        String subject = claims.requiredText("sub");
        verifier.requireSigned(presented);
        return clientId(issuer, subject, claims)
                .orElseThrow(() -> new MalformedException(Fault.CLAIM, "the workload is no client"));
    }

    private Optional<String> clientId(Issuer issuer, String subject, JwtClaims claims) {
        return rules.identities().stream()
                .filter(one -> one.issuer().equals(issuer) && one.subject().equals(subject))
                .map(WorkloadIdentity::clientId)
                .findFirst()
                .or(() -> rules.mapping().clientId(issuer, subject, claims.members()));
    }

    private static void require(boolean rule, String otherwise) throws MalformedException {
        if (!rule) {
            throw new MalformedException(Fault.CLAIM, otherwise);
        }
    }
}
