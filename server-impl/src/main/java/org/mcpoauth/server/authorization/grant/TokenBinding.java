package org.mcpoauth.server.authorization.grant;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.possession.DpopProofs;
import org.mcpoauth.server.proof.DpopProof;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/** Says which keys tokens are bound to: those that the token request proves (RFC 9449, section 5). */
public final class TokenBinding {
    private final URI tokenEndpoint;
    private final DpopProofs proofs;

    /**
     * Binds the tokens of an endpoint.
     *
     * @param tokenEndpoint its configured URL
     * @param proofs checks proofs
     */
    public TokenBinding(URI tokenEndpoint, DpopProofs proofs) {
        this.tokenEndpoint = tokenEndpoint;
        this.proofs = proofs;
    }

    /** The keys of a request, whoever it is from. Nothing is used up. */
    PresentedKeys keys(EndpointRequest request) {
        return new PresentedKeys(proofs.verify(request, tokenEndpoint).orElse(null));
    }

    /**
     * What the tokens for a client will be bound to, {@code null} for nothing. The proof is used up.
     *
     * @throws EndpointException if the client or the server wants more than was proved
     */
    @Nullable
    Confirmation confirmation(Client client, PresentedKeys keys) {
        DpopProof proof = keys.proof();
        if (proof == null) {
            requireNoProofNeeded(client);
            return null;
        }
        proofs.use(proof);
        return new Confirmation(proof.thumbprint(), null);
    }

    /** RFC 9449, section 5.2: who registered for bound tokens gets no others. */
    private void requireNoProofNeeded(Client client) {
        if (proofs.isRequired() || client.metadata().dpopBoundAccessTokens()) {
            throw EndpointException.token(ErrorCode.INVALID_DPOP_PROOF, "a DPoP proof is needed");
        }
    }
}
