package org.mcpoauth.client.obtain;

import java.net.URI;
import java.util.List;
import java.util.Set;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.Discovery;
import org.mcpoauth.api.client.Grant;
import org.mcpoauth.api.client.Grants;
import org.mcpoauth.api.client.RegisteredClient;
import org.mcpoauth.api.client.TokenResponse;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.client.SubjectToken;
import org.mcpoauth.spi.client.SubjectTokenSource;

/**
 * Exchanges what the sign-in of a user left behind for an assertion that a certain authorization server
 * takes (draft-ietf-oauth-identity-assertion-authz-grant, section 4.3; RFC 8693). None is kept: each is
 * good for one use.
 */
final class IdentityAssertions {
    private static final Rule EXCHANGE = new Rule("RFC 8693", "2.2.1");
    private static final String NOT_APPLICABLE = "n_a";
    /** What another sign-in of the user may change. */
    private static final Set<ErrorCode> SIGN_IN =
            Set.of(ErrorCode.INVALID_GRANT, ErrorCode.INSUFFICIENT_USER_AUTHENTICATION);

    private final IdentityProvider provider;
    private final SubjectTokenSource subjects;
    private final Discovery discovery;
    private final Grants grants;

    IdentityAssertions(IdentityProvider provider, SubjectTokenSource subjects, Discovery discovery, Grants grants) {
        this.provider = provider;
        this.subjects = subjects;
        this.discovery = discovery;
        this.grants = grants;
    }

    /** A new assertion for a target, whose metadata were found to be those of its issuer before. */
    Secret assertion(Owner owner, Target target, Demand demand) {
        SubjectToken subject = subjects.token(owner.user());
        Grant exchange = new Grant.TokenExchange(
                subject.value(),
                subject.type(),
                null,
                null,
                TokenTypeIdentifier.ID_JAG,
                List.of(target.issuer().value()),
                demand.scopes(),
                target.resource());
        return judged(exchanged(exchange)).accessToken();
    }

    private TokenResponse exchanged(Grant exchange) {
        try {
            return grants.token(client(), exchange, null);
        } catch (OAuthErrorException refusal) {
            if (SIGN_IN.contains(refusal.error())) {
                throw signIn(refusal);
            }
            throw refusal;
        }
    }

    private AuthorizationRequiredException signIn(OAuthErrorException refusal) {
        return new AuthorizationRequiredException(
                "the user has to sign in again at " + provider.issuer() + ", which answered " + refusal.error(),
                null,
                refusal);
    }

    /** What is not an assertion must not be presented as one. */
    private static TokenResponse judged(TokenResponse answer) {
        if (!TokenTypeIdentifier.ID_JAG.equals(answer.issuedTokenType())
                || !NOT_APPLICABLE.equals(answer.tokenType())) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, EXCHANGE, "the identity provider issued no identity assertion");
        }
        return answer;
    }

    private RegisteredClient client() {
        AuthorizationServerMetadata server = metadata();
        ClientInformation information = ClientInformation.of(
                server.issuer(),
                provider.clientId(),
                null,
                ClientMetadata.builder().build());
        return new RegisteredClient(
                server, information, provider.authentication().current());
    }

    private AuthorizationServerMetadata metadata() {
        URI endpoint = provider.tokenEndpoint();
        return endpoint == null
                ? discovery.authorizationServer(provider.issuer())
                : AuthorizationServerMetadata.builder(provider.issuer())
                        .tokenEndpoint(endpoint)
                        .build();
    }
}
