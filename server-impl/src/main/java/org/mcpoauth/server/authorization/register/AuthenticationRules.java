package org.mcpoauth.server.authorization.register;

import java.util.Optional;
import java.util.Set;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.server.authorization.client.CertificateAuthentication;
import org.mcpoauth.server.authorization.client.ClientAssertions;
import org.mcpoauth.server.authorization.client.PublicKeys;
import org.mcpoauth.spi.AuthorizationServerConfiguration;

/**
 * How a client may register to authenticate (RFC 7591, section 2; RFC 8705, section 2).
 *
 * @param configuration says what is offered
 */
record AuthenticationRules(AuthorizationServerConfiguration configuration) {
    private static final Set<ClientAuthenticationMethod> WITH_KEYS =
            Set.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT, ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH);
    private static final Set<ClientAuthenticationMethod> WITH_ASSERTION =
            Set.of(ClientAuthenticationMethod.PRIVATE_KEY_JWT, ClientAuthenticationMethod.CLIENT_SECRET_JWT);

    void apply(ClientMetadata requested) {
        requireMethod(requested);
        requireKeys(requested);
        requireAlgorithm(requested);
    }

    private void requireMethod(ClientMetadata requested) {
        ClientAuthenticationMethod method = requested.tokenEndpointAuthMethod();
        if (!configuration.clients().authenticationMethods().contains(method)) {
            throw invalid("token_endpoint_auth_method is not offered");
        }
        boolean hasKeys = requested.jwks().isPresent() || requested.jwksUri().isPresent();
        if (WITH_KEYS.contains(method) && !hasKeys) {
            throw invalid("token_endpoint_auth_method needs jwks or jwks_uri");
        }
        boolean needsSubject = method.equals(ClientAuthenticationMethod.TLS_CLIENT_AUTH);
        if (needsSubject && !CertificateAuthentication.isSubjectRegistered(requested)) {
            throw invalid("tls_client_auth needs exactly one well-formed certificate subject");
        }
    }

    private static void requireKeys(ClientMetadata requested) {
        if (requested.jwks().isPresent()
                && !PublicKeys.isPublicSet(requested.jwks().get())) {
            throw invalid("jwks must be a set of public keys");
        }
        if (requested
                .jwksUri()
                .filter(uri -> !"https".equalsIgnoreCase(uri.getScheme()))
                .isPresent()) {
            throw invalid("jwks_uri must be https");
        }
    }

    /** A client without assertions may name the algorithm of any that are offered. */
    private void requireAlgorithm(ClientMetadata requested) {
        Optional<String> algorithm = requested.tokenEndpointAuthSigningAlg();
        ClientAuthenticationMethod method = requested.tokenEndpointAuthMethod();
        Set<ClientAuthenticationMethod> methods = WITH_ASSERTION.contains(method)
                ? Set.of(method)
                : configuration.clients().authenticationMethods();
        boolean isKnown = algorithm.isEmpty()
                || methods.stream()
                        .anyMatch(one -> ClientAssertions.algorithms(one).contains(algorithm.get()));
        if (!isKnown) {
            throw invalid("token_endpoint_auth_signing_alg does not fit the method or is not supported");
        }
    }

    private static EndpointException invalid(String description) {
        return EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, description);
    }
}
