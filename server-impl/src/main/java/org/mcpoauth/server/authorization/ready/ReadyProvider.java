package org.mcpoauth.server.authorization.ready;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.AuthorizationDecision;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.DeviceGrant;
import org.mcpoauth.api.provider.DeviceRequest;
import org.mcpoauth.api.provider.IdentityAssertion;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.IssuedTokens;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.api.provider.TokenExchange;
import org.mcpoauth.api.provider.TokenRequest;
import org.mcpoauth.server.authorization.consent.ConsentGate;
import org.mcpoauth.server.authorization.consent.StoredConsents;
import org.mcpoauth.server.authorization.key.KeyRing;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.codec.RandomIds;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Keeps clients and grants in the state store and issues access tokens. What may happen once is
 * decided by one compare-and-set on the record of its grant, so any number of nodes behave as one.
 *
 * <p>A code that is used twice ends its grant (RFC 6749, section 4.1.2), as does a refresh token.
 */
public final class ReadyProvider
        implements AuthorizationServerProvider<ReadyCode, ReadyRefreshToken, ReadyAccessToken> {
    private static final String OFFLINE_ACCESS = "offline_access";

    private final AuthorizationServerConfiguration configuration;
    private final GrantPolicy policy;
    private final ConsentGate consent;
    private final InstantSource clock;
    private final RandomIds random;
    private final StoredClients clients;
    private final UsedClients used;
    private final Grants grants;
    private final UserGrants userGrants;
    private final GrantTimes times;
    private final RefreshRotation rotation;
    private final RevokedTokens revoked;
    private final AccessTokenWriter writer;
    private final AccessTokenReader reader;

    /**
     * Makes the provider.
     *
     * @param configuration the issuer and its lifetimes
     * @param keys the keys that sign access tokens
     * @param policy what users may grant
     * @param services what to work with
     */
    public ReadyProvider(
            AuthorizationServerConfiguration configuration,
            KeySource keys,
            GrantPolicy policy,
            McpOAuthServices services) {
        StrictJson json = StrictJson.create();
        KeyRing ring = new KeyRing(keys);
        JcaSignatures signatures = new JcaSignatures(services.cryptoProvider());
        this.configuration = configuration;
        this.policy = policy;
        this.clock = services.clock();
        this.random = new RandomIds();
        this.consent = new ConsentGate(
                configuration.consent(), policy, new StoredConsents(services.stateStore(), json, clock));
        this.clients = new StoredClients(services.stateStore(), json, clock);
        clients.requireRoom(configuration.registration());
        this.used = UsedClients.of(clients, configuration, clock);
        this.times = new GrantTimes(configuration, clock);
        this.grants = new Grants(services.stateStore(), new GrantJson(json), times, clock);
        this.userGrants = new UserGrants(services.stateStore(), grants, configuration.tokens());
        this.rotation = new RefreshRotation(grants, times, configuration.tokens(), clock, random);
        this.revoked = new RevokedTokens(services.stateStore(), clock);
        TokenForm signed = new SignedTokens(configuration.issuer(), ring, signatures, json);
        TokenForm opaque = new OpaqueTokens(services.stateStore(), json, random);
        TokenIssuance tokens = configuration.tokens();
        this.writer = new AccessTokenWriter(
                configuration.issuer(),
                tokens,
                tokens.accessTokenFormat() == AccessTokenFormat.OPAQUE ? opaque : signed,
                json,
                clock,
                random);
        this.reader = new AccessTokenReader(signed, opaque, json, clock);
    }

    @Override
    public Optional<Client> client(String clientId) {
        return clients.find(clientId);
    }

    @Override
    public Client registerClient(RegistrationRequest request) {
        Client client = request.client();
        long most = configuration.registration().maxClients();
        if (clients.count() >= most) {
            throw tooManyClients();
        }
        if (revoked.containsAll(client.clientId()) || !clients.add(client)) {
            throw EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, "the client identifier is taken");
        }
        // of several that took the last place at the same time none may be above the limit
        if (clients.count() > most) {
            clients.remove(client);
            throw tooManyClients();
        }
        return client;
    }

    @Override
    public boolean updateClient(Client current, Client changed) {
        return clients.replace(current, changed);
    }

    /**
     * Access tokens are refused as long as they live, and the identifier is nobody's until then. Grants are ended
     * before, so that a failure leaves a client that can be removed again, and after, since some may come meanwhile.
     */
    @Override
    public void deleteClient(Client client) {
        revoked.addAll(client.clientId(), times.accessTokens());
        grants.revokeAll(client.clientId());
        clients.remove(client);
        grants.revokeAll(client.clientId());
    }

    @Override
    public void restoreClient(Client client) {
        revoked.restore(client.clientId());
    }

    @Override
    public AuthorizationDecision authorize(Client client, AuthorizationParameters parameters, Interaction interaction) {
        ResourceOwner owner = interaction.owner();
        if (owner == null) {
            return new AuthorizationDecision.LoginRequired();
        }
        Scopes grantable = parameters.scopes().intersect(policy.grantable(client, owner, parameters));
        Scopes consented = interaction.consented();
        Scopes granted = consented == null ? grantable : grantable.intersect(consented);
        if (isNothingLeft(parameters, granted)) {
            return denied();
        }
        if (consent.mustAsk(client, owner, parameters, granted, interaction)) {
            return new AuthorizationDecision.ConsentRequired(granted);
        }
        consent.agreed(client, owner, parameters, granted, interaction);
        return granted(client, owner, parameters, granted);
    }

    @Override
    public Optional<ReadyCode> loadAuthorizationCode(Client client, Secret code) {
        return CodeText.parse(code)
                .flatMap(text -> grants.find(text.grantId()).filter(stored -> isCodeOf(stored.grant(), text)))
                .map(ReadyCode::new)
                .filter(known -> known.clientId().equals(client.clientId()));
    }

    @Override
    public IssuedTokens exchangeAuthorizationCode(Client client, ReadyCode code, TokenRequest request) {
        return exchangeAuthorizationCode(client, code, request, tokens -> {});
    }

    @Override
    public IssuedTokens exchangeAuthorizationCode(
            Client client, ReadyCode code, TokenRequest request, Consumer<IssuedTokens> beforeUse) {
        used.keep(client);
        StoredGrant stored = code.stored();
        if (code.isSpent()) {
            throw usedBefore(stored.id());
        }
        RefreshRotation.First first = first(client, stored.id(), request);
        RefreshFamily family = family(first);
        IssuedTokens tokens = tokens(stored.id(), stored.grant().terms(), request, first);
        return handOut(tokens, () -> {
            count(stored.grant().terms().owner(), stored.id(), first);
            beforeUse.accept(tokens);
            if (!grants.replace(stored, stored.grant().redeemed(family, times.end(family)))) {
                throw usedBefore(stored.id());
            }
        });
    }

    @Override
    public Optional<ReadyRefreshToken> loadRefreshToken(Client client, Secret refreshToken) {
        return RefreshText.parse(refreshToken)
                .flatMap(text -> grants.find(text.grantId()).flatMap(stored -> token(stored, text)));
    }

    @Override
    public IssuedTokens exchangeRefreshToken(Client client, ReadyRefreshToken refreshToken, TokenRequest request) {
        used.keep(client);
        rotation.requireUsable(client, refreshToken);
        StoredGrant stored = refreshToken.stored();
        IssuedTokens tokens = tokens(stored.id(), stored.grant().terms(), request, null);
        AtomicReference<@Nullable Secret> next = new AtomicReference<>();
        handOut(
                tokens,
                () -> rotation.use(client, refreshToken, request.refreshConfirmation())
                        .ifPresent(text -> next.set(text.toSecret())));
        return new IssuedTokens(
                tokens.accessToken(), tokens.lifetime(), tokens.scopes(), next.get(), tokens.confirmation());
    }

    @Override
    public IssuedTokens exchangeClientCredentials(Client client, TokenRequest request) {
        used.keep(client);
        Secret token = writer.write(AccessTokenSubject.ofClient(client.clientId()), request);
        return new IssuedTokens(token, writer.lifetime(), request.scopes(), null, request.confirmation());
    }

    @Override
    public Optional<Scopes> grantableToDevice(Client client, ResourceOwner owner, DeviceRequest request) {
        return policy.grantable(client, owner, request);
    }

    /** The grant is stored under the name that the user's agreement has, so that it is stored once. */
    @Override
    public IssuedTokens exchangeDeviceCode(Client client, DeviceGrant grant, TokenRequest request) {
        used.keep(client);
        String id = grant.id();
        GrantTerms terms = new GrantTerms(client.clientId(), grant.owner(), grant.scopes(), grant.resources());
        RefreshRotation.First first = first(client, id, request);
        RefreshFamily family = family(first);
        Grant issued = new Grant(terms, null, family, false, times.deviceEnd(family));
        return handOut(tokens(id, terms, request, first), () -> {
            count(grant.owner(), id, first);
            if (!grants.addOnce(id, issued)) {
                throw usedBefore(id);
            }
        });
    }

    @Override
    public IssuedTokens exchangeIdentityAssertion(Client client, IdentityAssertion assertion, TokenRequest request) {
        return exchangeIdentityAssertion(client, assertion, request, tokens -> {});
    }

    /** Nothing of it is kept: the identity provider says how long this goes on. */
    @Override
    public IssuedTokens exchangeIdentityAssertion(
            Client client, IdentityAssertion assertion, TokenRequest request, Consumer<IssuedTokens> use) {
        Scopes grantable = request.scopes().intersect(policy.grantable(client, assertion, request.scopes()));
        if (grantable.isEmpty() && !request.scopes().isEmpty()) {
            throw EndpointException.token(ErrorCode.INVALID_SCOPE, "nothing of the scope may be granted");
        }
        used.keep(client);
        TokenRequest granted = new TokenRequest(grantable, request.resources(), request.confirmation());
        Secret token = writer.write(AccessTokenSubject.of(client.clientId(), assertion), granted);
        IssuedTokens tokens = new IssuedTokens(token, writer.lifetime(), grantable, null, request.confirmation());
        return handOut(tokens, () -> use.accept(tokens));
    }

    /** The new token ends with the grant of the exchanged one. */
    @Override
    public IssuedTokens exchangeToken(Client client, TokenExchange<ReadyAccessToken> exchange, TokenRequest request) {
        used.keep(client);
        Duration left = Duration.between(clock.instant(), exchange.latestEnd());
        Duration life = left.compareTo(writer.lifetime()) < 0 ? left : writer.lifetime();
        Secret token = writer.write(AccessTokenSubject.of(client.clientId(), exchange), request, life);
        return new IssuedTokens(token, life, request.scopes(), null, request.confirmation());
    }

    @Override
    public Optional<ReadyAccessToken> loadAccessToken(Secret accessToken) {
        return reader.read(accessToken).filter(this::isAlive);
    }

    @Override
    public boolean mayIntrospect(Client caller, ReadyAccessToken accessToken) {
        return AuthorizationServerProvider.super.mayIntrospect(caller, accessToken)
                || policy.mayIntrospect(caller, accessToken);
    }

    @Override
    public void revokeRefreshToken(Client client, ReadyRefreshToken refreshToken) {
        grants.revoke(refreshToken.stored().id());
    }

    @Override
    public void revokeAccessToken(Client client, ReadyAccessToken accessToken) {
        Optional<StoredGrant> own =
                Optional.ofNullable(accessToken.grantId()).flatMap(grants::find).filter(accessToken::isOf);
        own.ifPresentOrElse(grant -> grants.revoke(grant.id()), () -> revoked.add(accessToken));
    }

    private AuthorizationDecision granted(
            Client client, ResourceOwner owner, AuthorizationParameters parameters, Scopes scopes) {
        CodeText code = CodeText.next(random);
        Instant expiresAt = clock.instant().plus(configuration.tokens().codeTtl());
        CodeState state = new CodeState(
                SecretHash.of(code.secret()),
                parameters.codeChallenge(),
                parameters.redirectUri(),
                parameters.redirectUriProvidedExplicitly(),
                parameters.dpopThumbprint(),
                parameters.nonce(),
                expiresAt,
                false);
        GrantTerms terms = new GrantTerms(client.clientId(), owner, scopes, parameters.resources());
        grants.add(code.grantId(), new Grant(terms, state, null, false, times.codeEnd(expiresAt)));
        return new AuthorizationDecision.Granted(code.toSecret());
    }

    /** Makes the tokens of a grant, and uses nothing up. */
    private IssuedTokens tokens(
            String grantId, GrantTerms terms, TokenRequest request, RefreshRotation.@Nullable First first) {
        Secret token = writer.write(AccessTokenSubject.of(grantId, terms), request);
        return new IssuedTokens(
                token,
                writer.lifetime(),
                request.scopes(),
                first == null ? null : first.token().toSecret(),
                request.confirmation());
    }

    /** Uses something up for tokens that are there, so that nothing can fail afterwards. */
    private IssuedTokens handOut(IssuedTokens tokens, Runnable use) {
        try {
            use.run();
            return tokens;
        } catch (RuntimeException notUsed) {
            writer.forget(tokens.accessToken(), notUsed);
            throw notUsed;
        }
    }

    private EndpointException usedBefore(String grantId) {
        grants.revoke(grantId);
        return EndpointException.token(ErrorCode.INVALID_GRANT, null);
    }

    private RefreshRotation.@Nullable First first(Client client, String grantId, TokenRequest request) {
        return mayRefresh(client, request.scopes()) ? rotation.begin(grantId, request.refreshConfirmation()) : null;
    }

    /** Grants without refresh tokens end by themselves. */
    private void count(ResourceOwner owner, String grantId, RefreshRotation.@Nullable First first) {
        if (first != null) {
            userGrants.add(owner, grantId);
        }
    }

    private static @Nullable RefreshFamily family(RefreshRotation.@Nullable First first) {
        return first == null ? null : first.family();
    }

    private static Optional<ReadyRefreshToken> token(StoredGrant stored, RefreshText text) {
        RefreshFamily family = stored.grant().refresh();
        return family != null && family.isMember(text)
                ? Optional.of(new ReadyRefreshToken(stored, family, text))
                : Optional.empty();
    }

    private boolean isAlive(ReadyAccessToken token) {
        if (revoked.containsAllWith(token)) {
            return false;
        }
        if (token.grantId() == null) {
            return !revoked.contains(token);
        }
        Optional<StoredGrant> grant = grants.find(token.grantId());
        return grant.filter(token::isOf).isPresent() || (grant.isPresent() && !revoked.contains(token));
    }

    private static boolean isCodeOf(Grant grant, CodeText text) {
        return grant.code() != null && grant.code().hash().matches(text.secret());
    }

    private static boolean mayRefresh(Client client, Scopes scopes) {
        return client.metadata().grantTypes().contains(GrantType.REFRESH_TOKEN) || scopes.contains(OFFLINE_ACCESS);
    }

    private static boolean isNothingLeft(AuthorizationParameters parameters, Scopes left) {
        return left.isEmpty() && !parameters.scopes().isEmpty();
    }

    private static EndpointException tooManyClients() {
        return EndpointException.registration(ErrorCode.TEMPORARILY_UNAVAILABLE, "too many clients are registered");
    }

    private static AuthorizationDecision denied() {
        return new AuthorizationDecision.Denied(
                ErrorCode.ACCESS_DENIED, "nothing of the requested scope may be granted");
    }
}
