package org.mcpoauth.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.one.OneVerifiers;
import com.example.two.TwoVerifiers;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.client.OurVerifiers;

/** Which implementation is taken when several are present, through provider files as a class path has them. */
class ImplementationsTest {
    private static final String OURS = OurVerifiers.class.getName();
    private static final String ONE = OneVerifiers.class.getName();
    private static final String TWO = TwoVerifiers.class.getName();

    private static String chosen(@Nullable String named, String... present) {
        AtomicInteger runs = new AtomicInteger();
        StringBuilder name = new StringBuilder();
        providers(present).run(() -> {
            runs.incrementAndGet();
            name.append(Implementations.choose(TokenVerifierFactory.class, named)
                    .map(each -> each.getClass().getName())
                    .orElse("none"));
        });
        assertEquals(1, runs.get());
        return name.toString();
    }

    private static ProviderFiles providers(String... present) {
        return new ProviderFiles(ImplementationsTest.class.getClassLoader(), OURS, ONE, TWO)
                .with(TokenVerifierFactory.class, present);
    }

    private static ConfigurationException refused(@Nullable String named, String... present) {
        return assertThrows(ConfigurationException.class, () -> chosen(named, present));
    }

    @Test
    void withoutAnyThereIsNone() {
        assertEquals("none", chosen(null));
    }

    @Test
    void oursIsTakenWhenItIsAlone() {
        assertEquals(OURS, chosen(null, OURS));
    }

    @Test
    void theOnlyForeignOneComesBeforeOurs() {
        assertEquals(ONE, chosen(null, OURS, ONE));
        assertEquals(ONE, chosen(null, ONE, OURS));
        assertEquals(TWO, chosen(null, TWO));
    }

    @Test
    void theConfiguredOneComesBeforeAll() {
        assertEquals(OURS, chosen(OURS, OURS, ONE, TWO));
        assertEquals(TWO, chosen(TWO, OURS, ONE, TWO));
    }

    @Test
    void twoForeignOnesAreAnErrorThatNamesBoth() {
        ConfigurationException refused = refused(null, ONE, OURS, TWO);
        assertEquals(FailureCode.IMPLEMENTATION_AMBIGUOUS, refused.code());
        assertEquals("TokenVerifierFactory", refused.key());
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains(ONE) && message.contains(TWO), message);
        assertFalse(message.contains(OURS), message);
    }

    @Test
    void aConfiguredOneThatIsNotPresentIsAnError() {
        ConfigurationException refused = refused(TWO, OURS, ONE);
        assertEquals(FailureCode.IMPLEMENTATION_MISSING, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains(TWO));
    }

    @Test
    void aProviderThatCannotBeLoadedIsAnError() {
        ConfigurationException refused = refused(null, OURS, "com.example.Missing");
        assertEquals(FailureCode.CONFIGURATION_INVALID, refused.code());
        assertInstanceOf(ServiceConfigurationError.class, refused.getCause());
    }

    @Test
    void theRuntimeFollowsTheRule() {
        providers(ONE, TWO).run(() -> {
            assertThrows(ConfigurationException.class, McpOAuthRuntime::create);
            McpOAuthRuntime.builder()
                    .implementationClass(TokenVerifierFactory.class, TWO)
                    .build()
                    .close();
            McpOAuthRuntime.builder()
                    .implementation(TokenVerifierFactory.class, new OurVerifiers())
                    .build()
                    .close();
        });
    }

    @Test
    void whatIsNotPresentIsSaidWhenItIsAskedFor() {
        try (McpOAuthRuntime runtime = McpOAuthRuntime.create()) {
            ConfigurationException missing = assertThrows(ConfigurationException.class, runtime::discovery);
            assertEquals(FailureCode.IMPLEMENTATION_MISSING, missing.code());
            assertEquals("McpOAuthClientFactory", missing.key());
        }
    }

    @Test
    void theRuntimeKeepsWhatItWasGiven() {
        OurVerifiers given = new OurVerifiers();
        try (McpOAuthRuntime runtime = McpOAuthRuntime.builder()
                .executor(Runnable::run)
                .cryptoProvider("SunEC")
                .implementation(TokenVerifierFactory.class, given)
                .build()) {
            assertEquals("SunEC", runtime.services().cryptoProvider());
            assertSame(runtime.services().stateStore(), runtime.services().stateStore());
            assertEquals(Optional.empty(), Implementations.choose(McpOAuthClientFactory.class, null));
        }
    }
}
