package org.mcpoauth.server.authorization.grant;

import java.util.concurrent.atomic.AtomicBoolean;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.authorization.assertion.IdentityAssertionValidator;
import org.mcpoauth.server.authorization.assertion.UsedAssertions;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;

/**
 * Takes the assertion of a trusted identity provider for a token (MCP extension "Enterprise-Managed Authorization";
 * RFC 7523, section 2.1): for confidential clients, once, and never with a refresh token, because the identity
 * provider decides how long this goes on.
 */
final class IdentityAssertionGrant implements GrantHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.grant");

    private final AuthorizationServerProvider<?, ?, ?> provider;
    private final PresentedAssertions assertions;
    private final IdentityAssertionValidator validator;
    private final UsedAssertions used;

    IdentityAssertionGrant(
            AuthorizationServerProvider<?, ?, ?> provider,
            PresentedAssertions assertions,
            IdentityAssertionValidator validator,
            UsedAssertions used) {
        this.provider = provider;
        this.assertions = assertions;
        this.validator = validator;
        this.used = used;
    }

    @Override
    public GrantType type() {
        return GrantType.JWT_BEARER;
    }

    @Override
    public boolean isAllowed(Client client) {
        return !ClientAuthenticator.isPublic(client) && GrantHandler.super.isAllowed(client);
    }

    @Override
    public JudgedGrant judge(TokenCall call) {
        Client client = call.client();
        IdentityAssertion assertion =
                assertions.check(call.form(), presented -> validator.validate(presented, client, call.confirmation()));
        TokenRequest request = new TokenRequest(
                RequestedScopes.left(registered(client, assertion.scopes()), assertion.scopes(), call.form()),
                RequestedResources.within(assertion.resources(), call.form()),
                call.confirmation());
        return () -> issue(client, assertion, request);
    }

    private Issuance issue(Client client, IdentityAssertion assertion, TokenRequest request) {
        used.requireUnused(assertion);
        AtomicBoolean isUsed = new AtomicBoolean();
        IssuedTokens tokens = provider.exchangeIdentityAssertion(client, assertion, request, issued -> {
            used.use(assertion);
            isUsed.set(true);
        });
        // whatever a provider does, an assertion brings no second token
        if (!isUsed.get()) {
            used.use(assertion);
        }
        return new Issuance(withoutRefreshToken(tokens), assertion.localSubject());
    }

    /** Nobody consents here, so what the client registered is a limit. */
    private static Scopes registered(Client client, Scopes scopes) {
        return client.metadata().scope().map(scopes::intersect).orElse(scopes);
    }

    private static IssuedTokens withoutRefreshToken(IssuedTokens tokens) {
        if (tokens.refreshToken() == null) {
            return tokens;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "MCPO4561 the provider issued a refresh token for an identity assertion; the client does not get it");
        return new IssuedTokens(tokens.accessToken(), tokens.lifetime(), tokens.scopes(), null, tokens.confirmation());
    }
}
