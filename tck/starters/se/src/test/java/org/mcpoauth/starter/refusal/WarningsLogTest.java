package org.mcpoauth.starter.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.StateStores;
import org.mcpoauth.spi.server.GrantPolicy;
import org.mcpoauth.spi.server.RefreshRules;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.store.StateStore;
import org.mcpoauth.spi.support.store.InMemoryStateStore;
import org.mcpoauth.spi.support.store.RoutedStateStore;
import org.mcpoauth.spi.support.store.StoreLimits;

/** What an authorization server warns its operator of when it is made, and what it does not. */
class WarningsLogTest {
    private static final String ENDS_WITH_PROCESS = "MCPO4510";
    private static final String REUSE_GOES_UNNOTICED = "MCPO4593";
    private static final List<Secret> KEYS = List.of(Secret.of("0123456789abcdef0123456789abcdef"));
    private static final TokenIssuance TOKENS = TokenIssuance.DEFAULT.withSigningAlgorithm("ES256");

    private final LogRecorder log = new LogRecorder("org.mcpoauth");

    @AfterEach
    void close() {
        log.close();
    }

    /** Tokens of a restarted server cannot be verified any more. */
    @Test
    void aKeyThatEndsWithTheProcessIsWarnedOf() {
        make(inMemory(), TOKENS);
        assertEquals(1, warnings(ENDS_WITH_PROCESS));
    }

    /** Encryption of what does not last, here or in a cache beside it, does not make it last. */
    @Test
    void whoHasTheKeyInMemoryAloneIsWarnedWhateverIsEncrypted() {
        make(RoutedStateStore.ofShortLived(inMemory(), StateStores.encrypted(inMemory(), KEYS)), TOKENS);
        assertEquals(1, warnings(ENDS_WITH_PROCESS));
        make(StateStores.encrypted(inMemory(), KEYS), TOKENS);
        assertEquals(2, warnings(ENDS_WITH_PROCESS));
    }

    @Test
    void aKeyThatIsKeptIsNot(@TempDir Path directory) throws Exception {
        StateStore file = StateStores.encryptedFile(directory.resolve("store"), KEYS, Clock.systemUTC());
        make(file, TOKENS);
        make(RoutedStateStore.ofShortLived(file, inMemory()), TOKENS);
        assertEquals(0, warnings(ENDS_WITH_PROCESS));
        ((AutoCloseable) file).close();
    }

    /** RFC 9700, section 4.14.2: reuse is how a stolen refresh token is noticed. */
    @Test
    void whoSwitchesDetectionOfReuseOffIsWarned() {
        make(inMemory(), TOKENS.withRefresh(RefreshRules.DEFAULT.withReuseEndsGrant(false)));
        assertEquals(1, warnings(REUSE_GOES_UNNOTICED));
    }

    @Test
    void whoLeavesItOnIsNot() {
        make(inMemory(), TOKENS);
        assertEquals(0, warnings(REUSE_GOES_UNNOTICED));
    }

    private static StateStore inMemory() {
        return new InMemoryStateStore(Clock.systemUTC(), StoreLimits.defaults());
    }

    private static void make(StateStore store, TokenIssuance tokens) {
        AuthorizationServerConfiguration configuration = AuthorizationServerConfiguration.builder(
                        Issuer.of("https://as.example"), List.of(ResourceIdentifier.of("https://mcp.example/mcp")))
                .tokens(tokens)
                .build();
        try (McpOAuthRuntime runtime =
                McpOAuthRuntime.builder().stateStore(store).build()) {
            runtime.authorizationServers()
                    .readyProvider(
                            configuration,
                            runtime.authorizationServers().signingKeys(configuration, runtime.services()),
                            GrantPolicy.WITH_CONSENT,
                            runtime.services());
        }
    }

    private long warnings(String id) {
        return log.warnings().stream().filter(line -> line.startsWith(id + " ")).count();
    }
}
