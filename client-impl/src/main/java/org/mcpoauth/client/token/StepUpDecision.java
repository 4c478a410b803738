package org.mcpoauth.client.token;

import java.util.function.Supplier;

/**
 * Decides whether an authorization for more may begin. It is asked once for all callers that lack the same,
 * after it is clear that nobody else has obtained it meanwhile, and they share what it gives or throws.
 */
@FunctionalInterface
public interface StepUpDecision {

    /**
     * Runs the authorization or refuses it.
     *
     * @param now the tokens that are not enough
     * @param wanted what would be asked for, what was asked for before included
     * @param authorization asks for it and stores what comes
     * @return the tokens of the authorization
     * @throws org.mcpoauth.api.error.ChallengeException if nobody is to be asked
     */
    StoredTokens decide(StoredTokens now, Demand wanted, Supplier<StoredTokens> authorization);
}
