package org.mcpoauth.client.call;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ChallengeException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.RejectionReason;
import org.mcpoauth.client.audit.ClientAudit;
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
    private final ClientAudit audit;
    private final List<Operation> ofThisCall = new ArrayList<>(0);

    StepUps(ClientConfiguration configuration, StepUpMemory memory, ClientAudit audit) {
        this.configuration = configuration;
        this.memory = memory;
        this.audit = audit;
    }

    /** Begins one more step-up of this call, unless there were enough or it is not possible. */
    void begin(Operation operation, boolean isPossible, ChallengeException otherwise) {
        if (!isPossible || ofThisCall.size() >= configuration.maxStepUps()) {
            throw notFollowed(operation, otherwise);
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
            throw notFollowed(operation, otherwise);
        }
        audit.stepUp(reason(operation.demanded()), true);
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

    private ChallengeException notFollowed(Operation operation, ChallengeException otherwise) {
        audit.stepUp(reason(operation.demanded()), false);
        return otherwise;
    }

    private static RejectionReason reason(Demand demanded) {
        return isAboutScopes(demanded) ? RejectionReason.SCOPE : RejectionReason.USER_AUTHENTICATION;
    }

    private static boolean isAboutScopes(Demand demanded) {
        return demanded.acrValues().isEmpty() && demanded.maxAge() == null;
    }

    /**
     * Scopes that were granted need not be granted again; those that were asked for and withheld may be
     * asked for once more, for users change their minds.
     */
    private int limit(Demand demanded, StoredTokens now) {
        Scopes scopes = demanded.scopes();
        boolean isAboutScopes = isAboutScopes(demanded);
        if (isAboutScopes && now.access().scopes().containsAll(scopes)) {
            return 0;
        }
        boolean isNew = !isAboutScopes || !now.requested().containsAll(scopes);
        return isNew ? configuration.maxStepUps() : Math.min(1, configuration.maxStepUps());
    }
}
