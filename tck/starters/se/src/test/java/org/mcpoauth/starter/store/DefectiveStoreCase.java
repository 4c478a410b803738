package org.mcpoauth.starter.store;

import java.time.InstantSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;
import org.mcpoauth.tck.store.StateStoreContract;

/** The contract held against a store with the defect that the run names, or with none. */
@ExtendWith(DefectiveStoreCase.DefectOfTheRun.class)
final class DefectiveStoreCase extends StateStoreContract {
    static final String KEY = "org.mcpoauth.starter.defect";

    private final String defect;

    DefectiveStoreCase(String defect) {
        this.defect = defect;
    }

    @Override
    protected StateStore newStore(InstantSource clock, int bound) {
        StateStore correct = new InMemoryStateStore(clock, StoreLimits.of(bound));
        return Defect.all()
                .filter(known -> known.name().equals(defect))
                .map(known -> known.in(correct, clock))
                .findFirst()
                .orElse(correct);
    }

    @Override
    protected int rounds() {
        return 40;
    }

    static final class DefectOfTheRun implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == String.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getConfigurationParameter(KEY).orElse("");
        }
    }
}
