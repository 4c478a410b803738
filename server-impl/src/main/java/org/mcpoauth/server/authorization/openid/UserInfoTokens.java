package org.mcpoauth.server.authorization.openid;

import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.TokenRejectedException;
import org.mcpoauth.api.token.PresentedToken;
import org.mcpoauth.api.token.PresentedToken.Scheme;
import org.mcpoauth.api.token.TokenVerifier;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.authorization.possession.ClientCertificates;
import org.mcpoauth.spi.endpoint.EndpointRequest;

/**
 * Verifies the access tokens of this server that are presented to itself, with the keys they are bound to (RFC 8705,
 * section 3; RFC 9449, section 7).
 */
public final class UserInfoTokens {
    private final List<URI> urls;
    private final ClientCertificates certificates;
    private final TokenVerifier verifier;

    /**
     * Verifies for an endpoint.
     *
     * @param urls its configured URL and, if it has one, that for mutual TLS: proofs of a key must name one of them
     * @param certificates finds the certificates of requests
     * @param verifier verifies the tokens of this server
     */
    public UserInfoTokens(List<URI> urls, ClientCertificates certificates, TokenVerifier verifier) {
        this.urls = List.copyOf(urls);
        this.certificates = certificates;
        this.verifier = verifier;
    }

    /**
     * Verifies a token.
     *
     * @throws TokenRejectedException if it does not count
     */
    VerifiedToken verify(EndpointRequest request, Scheme scheme, Secret token) {
        PresentedToken usual = presented(request, scheme, token, urls.get(0));
        if (scheme == Scheme.BEARER || urls.size() == 1) {
            return verifier.verify(usual);
        }
        try {
            return verifier.verify(usual);
        } catch (TokenRejectedException other) {
            // which has not used a proof up that names the alias
            return verifier.verify(presented(request, scheme, token, urls.get(1)));
        }
    }

    private PresentedToken presented(EndpointRequest request, Scheme scheme, Secret token, URI url) {
        return new PresentedToken(
                scheme, token, request.method(), url, request.headers().allValues("DPoP"), certificates.of(request));
    }
}
