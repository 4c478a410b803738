package org.mcpoauth.starter.store;

import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.JdbcStateStore;
import org.mcpoauth.spi.support.store.SealedStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.store.SharedStateStoreContract;
import org.mcpoauth.tck.store.StateStoreContract;

/** Sealing keeps the contract of the store below, but for the longest values. */
class SealedStateStoreTest {

    /** A sealed value is longer, so values have 49100 bytes at most; how longer ones are refused is tested beside the class. */
    static final class ShorterValues implements ExecutionCondition {
        private static final String LONGEST = "valuesOfAnyTextUpToTheLimitAreKeptExactly";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            boolean isLongest = context.getTestMethod()
                    .filter(method -> method.getName().equals(LONGEST))
                    .isPresent();
            return isLongest
                    ? ConditionEvaluationResult.disabled("SS-TXT-001 is not kept: values have 49100 bytes at most")
                    : ConditionEvaluationResult.enabled("kept");
        }
    }

    @Nested
    @ExtendWith(ShorterValues.class)
    class InMemory extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            return new SealedStateStore(
                    new InMemoryStateStore(clock, StoreLimits.of(bound)), Rings.ring("state-entry", Rings.NEW));
        }
    }

    @Nested
    @ExtendWith(ShorterValues.class)
    class OnH2 extends StateStoreContract {
        @Override
        protected StateStore newStore(InstantSource clock, int bound) {
            JdbcStateStore store =
                    new JdbcStateStore(Databases.h2InMemory(), clock, StoreLimits.of(bound), Databases.newTable());
            store.createTableIfAbsent();
            return new SealedStateStore(store, Rings.ring("state-entry", Rings.NEW));
        }
    }

    /** While keys are changed, one node seals with the new key and the other still with the old one. */
    @Nested
    class Shared extends SharedStateStoreContract {
        @Override
        protected List<StateStore> newNodes(InstantSource clock, int count) {
            StateStore below = new InMemoryStateStore(clock, StoreLimits.of(10_000));
            return List.of(
                    new SealedStateStore(below, Rings.ring("state-entry", Rings.OLD, Rings.NEW)),
                    new SealedStateStore(below, Rings.ring("state-entry", Rings.NEW, Rings.OLD)));
        }
    }
}
