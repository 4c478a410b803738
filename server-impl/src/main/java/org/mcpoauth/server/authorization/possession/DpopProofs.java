package org.mcpoauth.server.authorization.possession;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.server.proof.DpopNonces;
import org.mcpoauth.server.proof.DpopProof;
import org.mcpoauth.server.proof.DpopProofVerifier;
import org.mcpoauth.server.proof.ExpectedProof;
import org.mcpoauth.server.proof.NonceOffers;
import org.mcpoauth.server.proof.ProofReplays;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.resource.DpopPolicy;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Checks the DPoP proofs that come to the endpoints of an authorization server (RFC 9449, sections 4.3, 5
 * and 10.1). Thread-safe.
 */
public final class DpopProofs {
    private static final String HEADER = "DPoP";
    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Use use;
    private final DpopProofVerifier verifier;
    private final ProofReplays replays;
    private final NonceOffers offers;

    private DpopProofs(Use use, DpopProofVerifier verifier, ProofReplays replays, NonceOffers offers) {
        this.use = use;
        this.verifier = verifier;
        this.replays = replays;
        this.offers = offers;
    }

    /**
     * The proofs of a server.
     *
     * @param configuration says whether proofs are looked at, and its issuer is whom nonces and used proofs
     *     belong to
     * @param services remember used proofs and tell the time
     * @param json reads proofs
     * @return the check
     */
    public static DpopProofs of(
            AuthorizationServerConfiguration configuration, McpOAuthServices services, StrictJson json) {
        DpopPolicy policy = configuration.dpop();
        String issuer = configuration.issuer().value();
        DpopNonces nonces = policy.use() != Use.OFF && policy.nonceRequired()
                ? DpopNonces.of(policy.nonceKeys(), services.stateStore(), issuer, services.clock())
                : null;
        return new DpopProofs(
                policy.use(),
                DpopProofVerifier.of(policy, SKEW, nonces, services, json),
                new ProofReplays(services.stateStore(), issuer, services.clock(), SKEW),
                new NonceOffers(nonces, json));
    }

    /**
     * Checks the proof of a request, which uses nothing up.
     *
     * @param request the request
     * @param endpoint the configured URLs of the endpoint it came to, more than one where it has one for mutual TLS too
     * @return the proof, empty if there is none or proofs are not looked at
     * @throws EndpointException with {@code invalid_dpop_proof} if it is none, with {@code use_dpop_nonce} if
     *     it has no fresh nonce of this server
     */
    public Optional<DpopProof> verify(EndpointRequest request, List<URI> endpoint) {
        List<String> lines = request.headers().allValues(HEADER);
        if (use == Use.OFF || lines.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(verifier.verify(lines, ExpectedProof.withoutToken(request.method(), endpoint)));
        } catch (TokenRejectedException e) {
            throw refused(e, "the DPoP proof is not one for this request, or has no fresh nonce");
        }
    }

    /**
     * Uses a proof up.
     *
     * @param proof the proof
     * @throws EndpointException with {@code invalid_dpop_proof} if it was used before
     * @throws org.mcpoauth.api.error.StorageException if that cannot be told now
     */
    public void use(DpopProof proof) {
        try {
            replays.requireFirstUse(proof);
        } catch (TokenRejectedException e) {
            throw refused(e, "the DPoP proof was used before");
        }
    }

    /**
     * Whether no token is issued without a proof.
     *
     * @return {@code true} if one is always needed
     */
    public boolean isRequired() {
        return use == Use.REQUIRED;
    }

    /**
     * Has a handler's answers offer a fresh nonce to whoever sent a proof without it (RFC 9449, sections 8 and
     * 8.2).
     *
     * @param handler the handler, which answers errors itself
     * @return the handler that offers nonces
     */
    public EndpointHandler offeringNonces(EndpointHandler handler) {
        return new NonceOffering(offers, handler);
    }

    private static EndpointException refused(TokenRejectedException e, String description) {
        return EndpointException.token(e.error(), description);
    }
}
