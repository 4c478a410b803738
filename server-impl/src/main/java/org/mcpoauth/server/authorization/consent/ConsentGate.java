package org.mcpoauth.server.authorization.consent;

import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.provider.AuthorizationParameters;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.Interaction;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.server.authorization.client.ClientIdentity;
import org.mcpoauth.spi.server.ConsentMode;
import org.mcpoauth.spi.server.ConsentRules;
import org.mcpoauth.spi.server.GrantPolicy;

/** Decides whether a user is asked, and remembers what they answered. */
public final class ConsentGate {
    private final ConsentRules rules;
    private final GrantPolicy policy;
    private final StoredConsents consents;

    /**
     * Makes the decision.
     *
     * @param rules when users are asked
     * @param policy decides where the rules leave it to the application
     * @param consents what users agreed to
     */
    public ConsentGate(ConsentRules rules, GrantPolicy policy, StoredConsents consents) {
        this.rules = rules;
        this.policy = policy;
        this.consents = consents;
    }

    /**
     * Whether a user has to be asked before anything is granted.
     *
     * @param client who asks
     * @param owner the user
     * @param parameters what for
     * @param scopes what would be granted
     * @param interaction how far the user has come
     * @return {@code false} if the user agreed, now or before
     */
    public boolean mustAsk(
            Client client,
            ResourceOwner owner,
            AuthorizationParameters parameters,
            Scopes scopes,
            Interaction interaction) {
        if (interaction.consented() != null) {
            return false;
        }
        if (interaction.mustAsk()) {
            return true;
        }
        return switch (rules.mode()) {
            case ALWAYS -> true;
            case BEAN -> policy.requiresConsent(client, owner, scopes);
            case ALWAYS_FOR_NEW_CLIENT, REMEMBER ->
                !ClientIdentity.isAssured(client, parameters.redirectUri())
                        || !consents.cover(owner.subject(), client.clientId(), parameters, scopes);
        };
    }

    /**
     * Learns what a user agreed to.
     *
     * @param client who asked
     * @param owner the user
     * @param parameters what for
     * @param granted what the user allowed
     * @param interaction whether they agreed just now, and want it remembered
     */
    public void agreed(
            Client client,
            ResourceOwner owner,
            AuthorizationParameters parameters,
            Scopes granted,
            Interaction interaction) {
        boolean isWanted = rules.mode() == ConsentMode.ALWAYS_FOR_NEW_CLIENT
                || (rules.mode() == ConsentMode.REMEMBER && interaction.remember());
        if (interaction.consented() != null && isWanted && ClientIdentity.isAssured(client, parameters.redirectUri())) {
            consents.add(owner.subject(), client.clientId(), parameters, granted, rules.lifetime());
        }
    }
}
