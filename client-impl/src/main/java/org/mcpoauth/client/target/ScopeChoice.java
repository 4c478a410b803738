package org.mcpoauth.client.target;

import java.util.function.Supplier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.client.OAuthChallenges;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.OfflineAccess;

/** Chooses what to ask for (MCP authorization, "Scope Selection Strategy" and "Refresh Tokens"). */
public final class ScopeChoice {
    private static final String OFFLINE_ACCESS = "offline_access";

    private final ClientConfiguration configuration;

    public ScopeChoice(ClientConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The configured scopes, else those of the challenge, else those of the metadata, else none. */
    public Scopes initial(Challenges challenges, Target target) {
        Scopes challenged = OAuthChallenges.scopes(challenges);
        if (!configuration.scopes().isEmpty()) {
            return union(configuration.scopes(), challenged);
        }
        return challenged.isEmpty() ? target.scopesSupported() : challenged;
    }

    /** A default of the server stays a default: nothing is added to a request without scope. */
    public Scopes withOfflineAccess(Scopes scopes, Target target) {
        boolean listed = target.client().server().scopesSupported().contains(OFFLINE_ACCESS);
        boolean automatic = configuration.offlineAccess() == OfflineAccess.AUTO && listed && !scopes.isEmpty();
        boolean wanted = automatic || configuration.offlineAccess() == OfflineAccess.ALWAYS;
        return wanted ? union(scopes, Scopes.of(OFFLINE_ACCESS)) : scopes;
    }

    public static Scopes union(Scopes one, Scopes other) {
        return bounded(() -> one.union(other));
    }

    /** Servers may name more than can ever be sent or stored; that is their fault, not the application's. */
    public static Scopes bounded(Supplier<Scopes> scopes) {
        try {
            return Scopes.parse(scopes.get().toString());
        } catch (IllegalArgumentException e) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, new Rule("RFC 6749", "3.3"), "the server names too many scopes", e);
        }
    }
}
