package org.mcpoauth.starter.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.mcpoauth.tck.client.McpOAuthClientContract;
import org.mcpoauth.tck.counterpart.Counterpart;
import org.mcpoauth.tck.counterpart.Fault;

/** The contract held against our client, with peers that lack the fault that the run names, if it names one. */
@ExtendWith(OmittedFaultCase.FaultOfTheRun.class)
final class OmittedFaultCase extends McpOAuthClientContract {
    static final String KEY = "org.mcpoauth.starter.fault";

    private final String omitted;
    private @Nullable TestReporter reporter;

    OmittedFaultCase(String omitted) {
        this.omitted = omitted;
    }

    @BeforeEach
    void reportTo(TestReporter reporterOfTheTest) {
        reporter = reporterOfTheTest;
    }

    @Override
    protected void spoil(Counterpart peer, Fault fault) {
        Objects.requireNonNull(reporter).publishEntry(KEY, fault.name());
        if (!fault.name().equals(omitted)) {
            super.spoil(peer, fault);
        }
    }

    static final class FaultOfTheRun implements ParameterResolver {
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
