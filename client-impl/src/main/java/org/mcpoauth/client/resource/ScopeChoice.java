package org.mcpoauth.client.resource;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.ClientConfiguration.OfflineAccess;

/** Chooses what to ask for (MCP authorization, "Scope Selection Strategy" and "Refresh Tokens"). */
final class ScopeChoice {
    private static final String OFFLINE_ACCESS = "offline_access";

    private final ClientConfiguration configuration;

    ScopeChoice(ClientConfiguration configuration) {
        this.configuration = configuration;
    }

    /** The configured scopes, else those of the challenge, else those of the metadata, else none. */
    Scopes initial(Challenges challenges, Target target) {
        Scopes challenged = challenged(challenges);
        if (!configuration.scopes().isEmpty()) {
            return configuration.scopes().union(challenged);
        }
        return challenged.isEmpty() ? target.scopesSupported() : challenged;
    }

    static Scopes challenged(Challenges challenges) {
        return challenges.all().stream()
                .filter(challenge -> challenge.isScheme(Challenge.BEARER) || challenge.isScheme(Challenge.DPOP))
                .flatMap(challenge -> challenge.scopes().stream())
                .findFirst()
                .orElse(Scopes.NONE);
    }

    /** A default of the server stays a default: nothing is added to a request without scope. */
    Scopes withOfflineAccess(Scopes scopes, Target target) {
        boolean listed = target.client().server().scopesSupported().contains(OFFLINE_ACCESS);
        boolean automatic = configuration.offlineAccess() == OfflineAccess.AUTO && listed && !scopes.isEmpty();
        boolean wanted = automatic || configuration.offlineAccess() == OfflineAccess.ALWAYS;
        return wanted ? scopes.union(Scopes.of(OFFLINE_ACCESS)) : scopes;
    }
}
