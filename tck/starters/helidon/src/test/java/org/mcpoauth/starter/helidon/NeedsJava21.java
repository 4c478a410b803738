package org.mcpoauth.starter.helidon;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Helidon MP 4 is made of classes that an older Java cannot load. */
public final class NeedsJava21 implements ExecutionCondition {
    private static final int OLDEST = 21;

    /** For JUnit. */
    public NeedsJava21() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        int java = Runtime.version().feature();
        return java >= OLDEST
                ? ConditionEvaluationResult.enabled("Java " + java)
                : ConditionEvaluationResult.disabled("not run: Helidon needs Java 21 or later, this is " + java
                        + "; set JDK25_HOME or -Dhelidon.java.home");
    }
}
