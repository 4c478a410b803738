package org.mcpoauth.server.authorization.grant;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.token.Confirmation;
import org.mcpoauth.server.authorization.possession.ClientCertificates;
import org.mcpoauth.server.authorization.possession.DpopProofs;
import org.mcpoauth.server.proof.CertificateThumbprint;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.resource.Use;

/**
 * Says which keys tokens are bound to: the DPoP key that the token request proves (RFC 9449, section 5), and the
 * certificate of its connection if the client registered for that (RFC 8705, section 3.4).
 */
public final class TokenBinding {
    private final List<URI> tokenEndpoint;
    private final DpopProofs proofs;
    private final ClientCertificates certificates;
    private final Use certificateBinding;

    /**
     * Binds the tokens of an endpoint.
     *
     * @param tokenEndpoint its configured URLs
     * @param proofs checks proofs
     * @param certificates finds certificates
     * @param certificateBinding whether tokens are bound to these
     */
    public TokenBinding(
            List<URI> tokenEndpoint, DpopProofs proofs, ClientCertificates certificates, Use certificateBinding) {
        this.tokenEndpoint = List.copyOf(tokenEndpoint);
        this.proofs = proofs;
        this.certificates = certificates;
        this.certificateBinding = certificateBinding;
    }

    /** The keys of a request, whoever it is from. Nothing is used up. */
    PresentedKeys keys(EndpointRequest request) {
        return new PresentedKeys(proofs.verify(request, tokenEndpoint).orElse(null), certificates.of(request));
    }

    /**
     * What the tokens for a client will be bound to, {@code null} for nothing. Nothing is used up.
     *
     * @throws EndpointException if the client or the server wants more than was proved
     */
    @Nullable
    Confirmation confirmation(Client client, PresentedKeys keys) {
        String certificate = certificateThumbprint(client, keys);
        String key = keyThumbprint(client, keys);
        return key == null && certificate == null ? null : new Confirmation(key, certificate);
    }

    /**
     * Uses the proof of a request up.
     *
     * @throws EndpointException if it was used before
     */
    void spend(PresentedKeys keys) {
        if (keys.proof() != null) {
            proofs.use(keys.proof());
        }
    }

    /** RFC 9449, section 5.2: who registered for bound tokens gets no others. */
    private @Nullable String keyThumbprint(Client client, PresentedKeys keys) {
        if (keys.proof() != null) {
            return keys.proof().thumbprint();
        }
        if (proofs.isRequired() || client.metadata().dpopBoundAccessTokens()) {
            throw EndpointException.token(ErrorCode.INVALID_DPOP_PROOF, "a DPoP proof is needed");
        }
        return null;
    }

    private @Nullable String certificateThumbprint(Client client, PresentedKeys keys) {
        boolean isWanted = client.metadata().tlsClientCertificateBoundAccessTokens();
        if (!isWanted && certificateBinding != Use.REQUIRED) {
            return null;
        }
        if (certificateBinding == Use.OFF || keys.certificate() == null) {
            throw EndpointException.token(
                    ErrorCode.INVALID_REQUEST, "the tokens cannot be bound to a client certificate");
        }
        return CertificateThumbprint.of(keys.certificate());
    }
}
