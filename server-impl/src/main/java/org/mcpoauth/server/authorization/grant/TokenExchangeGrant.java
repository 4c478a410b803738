package org.mcpoauth.server.authorization.grant;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.error.TransportException;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.metadata.TokenTypeIdentifier;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.TokenExchange;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.authorization.client.ClientAuthenticator;
import org.mcpoauth.server.authorization.exchange.ExchangeJudge;
import org.mcpoauth.server.authorization.exchange.ExchangedToken;
import org.mcpoauth.server.authorization.exchange.ExchangedTokens;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.Parameters;

/**
 * Exchanges a token for an access token (RFC 8693, section 2): for confidential clients, for one target, never for
 * more than the exchanged token allows nor for longer, and never with a refresh token. A token that is not accepted
 * is an {@code invalid_request} (section 2.2.2).
 */
final class TokenExchangeGrant<A extends IssuedAccessToken> implements GrantHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.grant");

    private final AuthorizationServerProvider<?, ?, A> provider;
    private final AuthorizationServerConfiguration configuration;
    private final ExchangedTokens<A> tokens;
    private final ExchangeJudge judge;
    private final InstantSource clock;

    TokenExchangeGrant(
            AuthorizationServerProvider<?, ?, A> provider,
            AuthorizationServerConfiguration configuration,
            ExchangedTokens<A> tokens,
            ExchangeJudge judge,
            InstantSource clock) {
        this.provider = provider;
        this.configuration = configuration;
        this.tokens = tokens;
        this.judge = judge;
        this.clock = clock;
    }

    @Override
    public GrantType type() {
        return GrantType.TOKEN_EXCHANGE;
    }

    @Override
    public boolean isAllowed(Client client) {
        return !ClientAuthenticator.isPublic(client) && GrantHandler.super.isAllowed(client);
    }

    @Override
    public JudgedGrant judge(TokenCall call) {
        Parameters form = call.form();
        boolean isAccessToken = form.find("requested_token_type")
                .map(TokenTypeIdentifier.ACCESS_TOKEN.value()::equals)
                .orElse(true);
        if (!isAccessToken) {
            throw refused("access tokens are issued, and nothing else");
        }
        try {
            return judge(call, token(call, "subject_token").orElseThrow(() -> refused("subject_token is missing")));
        } catch (MalformedException e) {
            throw refused("a token is refused: " + e.getMessage());
        } catch (TransportException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "MCPO4562 no keys of an assertion's issuer: " + e.code());
            throw EndpointException.token(ErrorCode.TEMPORARILY_UNAVAILABLE, null);
        }
    }

    private JudgedGrant judge(TokenCall call, ExchangedToken<A> subject) throws MalformedException {
        Client client = call.client();
        @Nullable ExchangedToken<A> actor = token(call, "actor_token").orElse(null);
        TokenRequest request = new TokenRequest(
                scopes(client, subject, call.form()),
                RequestedResources.target(
                        configuration.resourcesAllowed(),
                        subject.party().issuedHere()
                                ? new CurrentAccess(configuration)
                                        .left(subject.party().resources())
                                : configuration.resourcesAllowed(),
                        call.form()),
                call.confirmation());
        TokenExchange<A> exchange = judge.judge(client, subject, actor, request);
        Duration left = Duration.between(clock.instant(), exchange.latestEnd());
        if (left.compareTo(Duration.ofSeconds(1)) < 0) {
            throw refused("a token is over");
        }
        return () -> issue(client, exchange, request, left);
    }

    private Issuance issue(Client client, TokenExchange<A> exchange, TokenRequest request, Duration left) {
        IssuedTokens issued = provider.exchangeToken(client, exchange, request);
        if (issued.refreshToken() != null || issued.lifetime().compareTo(left) > 0) {
            LOG.log(System.Logger.Level.ERROR, "MCPO4565 the provider issued more for a token than it is worth");
            throw EndpointException.token(ErrorCode.SERVER_ERROR, null);
        }
        return new Issuance(issued, exchange.subject(), TokenTypeIdentifier.ACCESS_TOKEN);
    }

    /** Token and type stand together or not at all (section 2.1). */
    private Optional<ExchangedToken<A>> token(TokenCall call, String name) throws MalformedException {
        Optional<String> text = call.form().find(name);
        Optional<String> type = call.form().find(name + "_type");
        if (text.isPresent() != type.isPresent()) {
            throw refused(name + " and " + name + "_type belong together");
        }
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        tokens.read(Secret.of(text.get()), type.orElseThrow(), call.client(), call.confirmation()));
    }

    /** Nobody consents here, so what the client registered is a limit beside that of the token. */
    private Scopes scopes(Client client, ExchangedToken<A> subject, Parameters form) {
        boolean isLimited = subject.party().issuedHere() || subject.claims().has("scope");
        Scopes known = isLimited
                ? subject.party().scopes().intersect(configuration.scopesSupported())
                : configuration.scopesSupported();
        Scopes allowed = client.metadata().scope().map(known::intersect).orElse(known);
        return RequestedScopes.left(allowed, isLimited ? known : configuration.scopesDefault(), form);
    }

    private static EndpointException refused(String description) {
        return EndpointException.token(ErrorCode.INVALID_REQUEST, description);
    }
}
