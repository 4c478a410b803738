package org.mcpoauth.client.obtain;

import java.net.URI;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.client.pending.DemandStore;
import org.mcpoauth.client.target.ScopeChoice;
import org.mcpoauth.client.target.Target;
import org.mcpoauth.client.target.Targets;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.Owner;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.client.token.TokenGrant;
import org.mcpoauth.client.token.TokenStore;
import org.mcpoauth.spi.ClientConfiguration;

/** Authorizations that an application starts itself and completes when the browser comes back. */
public final class WebAuthorizations {
    private final Targets targets;
    private final ScopeChoice choice;
    private final TokenGrant grant;
    private final PendingAuthorizations pending;
    private final TokenStore store;
    private final DemandStore demands;

    public WebAuthorizations(
            Targets targets,
            ScopeChoice choice,
            TokenGrant grant,
            PendingAuthorizations pending,
            TokenStore store,
            DemandStore demands) {
        this.targets = targets;
        this.choice = choice;
        this.grant = grant;
        this.pending = pending;
        this.store = store;
        this.demands = demands;
    }

    /** Where users find the login that is served for a client. */
    public static URI login(ClientConfiguration configuration) {
        URI redirect = configuration.metadata().redirectUris().get(0);
        return URI.create(redirect.getScheme() + "://" + redirect.getRawAuthority()
                + configuration.web().basePath() + "/login/" + configuration.name());
    }

    /** What the browser has to open; without scopes for those that the server names. */
    public AuthorizationRequest start(Owner owner, Scopes scopes, Challenges challenges) {
        requireUser(owner);
        Issuer current = store.load(owner).map(StoredTokens::issuer).orElse(null);
        Target target = targets.find(challenges, current);
        Scopes wanted = scopes.isEmpty() ? choice.initial(challenges, target) : scopes;
        return pending.start(owner, target, Demand.of(choice.withOfflineAccess(wanted, target)));
    }

    /** The same for all that calls of this user lacked, with what is granted already, which would else be lost. */
    public AuthorizationRequest resume(Owner owner, Challenges challenges) {
        requireUser(owner);
        Optional<StoredTokens> granted = store.load(owner);
        Target target =
                targets.find(challenges, granted.map(StoredTokens::issuer).orElse(null));
        Demand lacked = demands.find(owner).orElseGet(() -> Demand.of(choice.initial(challenges, target)));
        Scopes before = granted.filter(tokens -> tokens.issuer().equals(target.issuer()))
                .map(StoredTokens::scopesSoFar)
                .orElse(Scopes.NONE);
        Scopes wanted = ScopeChoice.union(before, lacked.scopes());
        return pending.start(owner, target, lacked.withScopes(choice.withOfflineAccess(wanted, target)));
    }

    /** Stores what the answer of the browser brings. */
    public StoredTokens complete(Owner owner, URI redirect) {
        StoredTokens tokens = pending.complete(owner, redirect);
        store.put(owner, tokens);
        demands.forget(owner);
        return tokens;
    }

    /** Forgets what calls of this user lacked. */
    public void forget(Owner owner) {
        demands.forget(owner);
    }

    /** The application itself must not go about with what a user agreed to. */
    private void requireUser(Owner owner) {
        if (!grant.asksUser(owner)) {
            throw new ConfigurationException(
                    "grant",
                    "asks nobody for the tokens of the application itself; for those of a user call as(user) first");
        }
    }
}
