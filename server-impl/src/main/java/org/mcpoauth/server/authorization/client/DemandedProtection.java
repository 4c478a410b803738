package org.mcpoauth.server.authorization.client;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.OpenIdClientMetadata;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.resource.Use;
import org.mcpoauth.spi.server.OpenIdRules;

/**
 * What a client demands for its protection, whether it registers or publishes that. A client whose demand cannot be met
 * is not taken, so that it does not rely on what nobody does. Whatever only says what a client may do some day, such as
 * how it would sign request objects, which are always refused here, is no demand. Thread-safe.
 */
public final class DemandedProtection {
    private final AuthorizationServerConfiguration configuration;
    private final Changing<List<String>> algorithms;

    /**
     * Knows what is offered.
     *
     * @param configuration says what is offered
     * @param algorithms gives what ID tokens and introspection responses are signed with
     */
    public DemandedProtection(AuthorizationServerConfiguration configuration, Changing<List<String>> algorithms) {
        this.configuration = configuration;
        this.algorithms = algorithms;
    }

    /**
     * What of it cannot be met.
     *
     * @param metadata what a client registers or publishes
     * @return a text about the first such member, without values of the client; empty if everything can be met
     */
    public Optional<String> unmet(ClientMetadata metadata) {
        return Stream.of(ofRequests(metadata), ofTokens(metadata), ofAnswers(metadata.openId()), ofLogins(metadata))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> ofRequests(ClientMetadata metadata) {
        // RFC 9126, section 6
        boolean isPushed = configuration.endpoints().par() != null;
        if (metadata.requirePushedAuthorizationRequests() && !isPushed) {
            return Optional.of("pushed authorization requests are not offered");
        }
        // RFC 9101, section 10.5
        return metadata.requireSignedRequestObject()
                ? Optional.of("request objects are not supported")
                : Optional.empty();
    }

    /** RFC 9449, section 5.2; RFC 8705, section 3.4. */
    private Optional<String> ofTokens(ClientMetadata metadata) {
        if (metadata.dpopBoundAccessTokens() && configuration.dpop().use() == Use.OFF) {
            return Optional.of("dpop_bound_access_tokens is not offered");
        }
        boolean isOff = configuration.mutualTls().certificates().use() == Use.OFF;
        return metadata.tlsClientCertificateBoundAccessTokens() && isOff
                ? Optional.of("tls_client_certificate_bound_access_tokens is not offered")
                : Optional.empty();
    }

    /** RFC 9701, section 6; JARM, section 3. */
    private Optional<String> ofAnswers(OpenIdClientMetadata members) {
        if (areAny(members.introspectionEncryptedResponseAlg(), members.introspectionEncryptedResponseEnc())) {
            return Optional.of("introspection responses are not encrypted");
        }
        if (isOther(members.introspectionSignedResponseAlg())) {
            return Optional.of("introspection_signed_response_alg is not what introspection responses are signed with");
        }
        boolean isSecured = areAny(
                members.authorizationSignedResponseAlg(),
                members.authorizationEncryptedResponseAlg(),
                members.authorizationEncryptedResponseEnc());
        return isSecured ? Optional.of("authorization responses are neither signed nor encrypted") : Optional.empty();
    }

    /** OpenID Connect Dynamic Client Registration 1.0, section 2; without logins there is nothing to protect. */
    private Optional<String> ofLogins(ClientMetadata metadata) {
        OpenIdRules rules = configuration.openId();
        if (!rules.offered()) {
            return Optional.empty();
        }
        OpenIdClientMetadata members = metadata.openId();
        String type = members.subjectType().orElse("public");
        boolean isPairwise = type.equals("pairwise") && rules.pairwiseSalt() != null;
        if (!type.equals("public") && !isPairwise) {
            return Optional.of("subject_type is not offered");
        }
        if (members.sectorIdentifierUri().isPresent()) {
            return Optional.of("sector_identifier_uri is not supported");
        }
        if (isOther(members.idTokenSignedResponseAlg())) {
            return Optional.of("id_token_signed_response_alg is not what ID tokens are signed with");
        }
        boolean isSecured = areAny(
                members.idTokenEncryptedResponseAlg(),
                members.idTokenEncryptedResponseEnc(),
                members.userinfoSignedResponseAlg(),
                members.userinfoEncryptedResponseAlg(),
                members.userinfoEncryptedResponseEnc());
        return isSecured
                ? Optional.of("ID tokens are not encrypted, and UserInfo is neither signed nor encrypted")
                : Optional.empty();
    }

    private boolean isOther(Optional<String> algorithm) {
        return algorithm.filter(name -> !algorithms.current().contains(name)).isPresent();
    }

    private static boolean areAny(Optional<?>... members) {
        return Stream.of(members).anyMatch(Optional::isPresent);
    }
}
