package org.mcpoauth.client.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.client.call.StepUpMemory.Operation;
import org.mcpoauth.client.token.Demand;
import org.mcpoauth.client.token.StoredTokens;
import org.mcpoauth.spi.ClientConfiguration;

/**
 * Keeps users from being asked for more in vain: within one call, over calls of the same operation, for what
 * they have already granted, and where the host says no (MCP authorization, "Step-Up Authorization Flow").
 * Used by one thread.
 */
final class StepUps {
    private final ClientConfiguration configuration;
    private final StepUpMemory memory;
    private final List<Operation> ofThisCall = new ArrayList<>(0);

    StepUps(ClientConfiguration configuration, StepUpMemory memory) {
        this.configuration = configuration;
        this.memory = memory;
    }

    /** Begins one more step-up of this call, unless there were enough. */
    void begin(Operation operation, ChallengeException otherwise) {
        if (ofThisCall.size() >= configuration.maxStepUps()) {
            throw otherwise;
        }
        ofThisCall.add(operation);
    }

    /** Asks the user, once for all callers that wait, or throws. */
    StoredTokens decide(
            Operation operation,
            StoredTokens now,
            Demand wanted,
            Supplier<StoredTokens> authorization,
            ChallengeException otherwise) {
        if (memory.attempts(operation) >= limit(operation.demanded(), now)
                || !configuration.stepUpGate().allows(configuration.resource(), wanted.scopes())) {
            throw otherwise;
        }
        try {
            StoredTokens tokens = authorization.get();
            memory.remember(operation);
            return tokens;
        } catch (OAuthErrorException refused) {
            memory.remember(operation);
            throw refused;
        }
    }

    /** The server is content, so what was done for it was not in vain. */
    void succeeded() {
        ofThisCall.forEach(memory::forget);
    }

    /**
     * Scopes that were granted need not be granted again; those that were asked for and withheld may be
     * asked for once more, for users change their minds.
     */
    private int limit(Demand demanded, StoredTokens now) {
        Scopes scopes = demanded.scopes();
        boolean isAboutScopes = demanded.acrValues().isEmpty() && demanded.maxAge() == null;
        if (isAboutScopes && now.access().scopes().containsAll(scopes)) {
            return 0;
        }
        boolean isNew = !isAboutScopes || !now.requested().containsAll(scopes);
        return isNew ? configuration.maxStepUps() : Math.min(1, configuration.maxStepUps());
    }
}
