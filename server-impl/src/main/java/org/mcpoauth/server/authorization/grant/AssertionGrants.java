package org.mcpoauth.server.authorization.grant;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.provider.AuthorizationServerProvider;
import org.mcpoauth.api.provider.IssuedAccessToken;
import org.mcpoauth.server.authorization.assertion.AssertionVerifier;
import org.mcpoauth.server.authorization.assertion.IdentityAssertionValidator;
import org.mcpoauth.server.authorization.assertion.LocalSubjects;
import org.mcpoauth.server.authorization.assertion.UsedAssertions;
import org.mcpoauth.server.authorization.assertion.WorkloadValidator;
import org.mcpoauth.server.authorization.client.ClientDirectory;
import org.mcpoauth.server.authorization.exchange.Actors;
import org.mcpoauth.server.authorization.exchange.ExchangeJudge;
import org.mcpoauth.server.authorization.exchange.ExchangedTokens;
import org.mcpoauth.server.token.TrustedKeys;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.resource.KeySetCaching;
import org.mcpoauth.spi.server.AssertionIssuer;
import org.mcpoauth.spi.server.GrantRules;
import org.mcpoauth.spi.support.jose.JcaSignatures;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Makes the grants that are offered for tokens of others and for tokens that are exchanged.
 *
 * @param <A> the provider's access tokens
 */
public final class AssertionGrants<A extends IssuedAccessToken> {
    private final AuthorizationServerConfiguration configuration;
    private final GrantRules rules;
    private final AuthorizationServerProvider<?, ?, A> provider;
    private final ClientDirectory clients;
    private final URI tokenEndpoint;
    private final McpOAuthServices services;
    private final StrictJson json = StrictJson.create();
    private final JcaSignatures signatures;
    private final TrustedKeys keys;

    /**
     * Makes the maker.
     *
     * @param configuration says which grants are offered
     * @param provider issues the tokens
     * @param clients finds clients
     * @param tokenEndpoint the configured URL of the token endpoint
     * @param services what to work with
     */
    public AssertionGrants(
            AuthorizationServerConfiguration configuration,
            AuthorizationServerProvider<?, ?, A> provider,
            ClientDirectory clients,
            URI tokenEndpoint,
            McpOAuthServices services) {
        this.configuration = configuration;
        this.rules = configuration.grants();
        this.provider = provider;
        this.clients = clients;
        this.tokenEndpoint = tokenEndpoint;
        this.services = services;
        this.signatures = new JcaSignatures(services.cryptoProvider());
        this.keys = new TrustedKeys(KeySetCaching.DEFAULT, services, json);
    }

    /** The grants of clients that authenticate. */
    List<GrantHandler> offered() {
        List<GrantHandler> offered = new ArrayList<>();
        if (rules.identityAssertions().offered()) {
            offered.add(identityAssertions());
        }
        if (rules.tokenExchange().offered()) {
            offered.add(tokenExchange());
        }
        return offered;
    }

    /** The grant of clients that need not authenticate; {@code null} if it is not offered. */
    @Nullable
    Workloads workloads() {
        if (!rules.workloads().offered()) {
            return null;
        }
        AssertionVerifier verifier = verifier(rules.workloads().issuers());
        return new Workloads(
                new PresentedAssertions(verifier),
                new WorkloadValidator(configuration, tokenEndpoint, verifier, services.clock()),
                clients,
                new OwnTokens(provider, configuration));
    }

    private GrantHandler identityAssertions() {
        AssertionVerifier verifier = verifier(rules.identityAssertions().issuers());
        return new IdentityAssertionGrant(
                provider,
                new PresentedAssertions(verifier),
                new IdentityAssertionValidator(configuration, verifier, services.clock()),
                new UsedAssertions(services.stateStore(), services.clock()));
    }

    private GrantHandler tokenExchange() {
        AssertionVerifier verifier = verifier(rules.tokenExchange().issuers());
        LocalSubjects subjects = new LocalSubjects(rules.identityAssertions().subjects());
        return new TokenExchangeGrant<>(
                provider,
                configuration,
                new ExchangedTokens<>(configuration.issuer(), provider, verifier, services.clock()),
                new ExchangeJudge(rules.tokenExchange().policy(), new Actors(configuration.issuer(), json), subjects),
                services.clock());
    }

    private AssertionVerifier verifier(List<AssertionIssuer> issuers) {
        return AssertionVerifier.of(issuers, keys, signatures, json);
    }
}
