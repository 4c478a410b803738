package org.mcpoauth.server.authorization.key;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.McpOAuthServices;
import org.mcpoauth.spi.key.KeySource;
import org.mcpoauth.spi.server.SigningKeyOrigin;
import org.mcpoauth.spi.server.TokenIssuance;
import org.mcpoauth.spi.support.changing.FileOrigin;
import org.mcpoauth.spi.support.changing.Origin;
import org.mcpoauth.spi.support.changing.Renewed;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;
import org.mcpoauth.spi.support.jose.SigningKey;
import org.mcpoauth.spi.support.store.AuthenticatedStore;
import org.mcpoauth.spi.support.store.ProcessStore;
import org.mcpoauth.spi.support.store.SharedSecrets;

/** Finds the keys that a configuration names. */
public final class SigningKeySources {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.authorization.key");
    private static final String KEYS = "signing-keys";
    private static final Duration STORE_PACE = Duration.ofMinutes(1);

    private final TokenIssuance tokens;
    private final Issuer issuer;
    private final McpOAuthServices services;
    private final @Nullable JwsAlgorithm algorithm;
    private final KeyTexts texts;

    private SigningKeySources(AuthorizationServerConfiguration configuration, McpOAuthServices services) {
        this.tokens = configuration.tokens();
        this.issuer = configuration.issuer();
        this.services = services;
        String named = tokens.signingAlgorithm();
        this.algorithm = named == null ? null : algorithm(named);
        this.texts = new KeyTexts(algorithm);
    }

    /**
     * Finds them.
     *
     * @param configuration says where they come from
     * @param services tells the time and keeps generated keys
     * @return the keys
     * @throws ConfigurationException if they cannot be read or used
     */
    public static KeySource of(AuthorizationServerConfiguration configuration, McpOAuthServices services) {
        return new SigningKeySources(configuration, services).source();
    }

    /**
     * Demands the configured algorithm of the keys of an application. Those that were found here were judged when they
     * were read, and generated ones go on to another algorithm by their turns.
     *
     * @param tokens names the algorithm
     * @param keys sign with it
     * @throws ConfigurationException if they sign with another one
     */
    public static void requireAlgorithm(TokenIssuance tokens, KeySource keys) {
        String wanted = tokens.signingAlgorithm();
        boolean isFound = keys instanceof HeldKeySource;
        if (wanted != null && !isFound && !wanted.equals(keys.signingKey().algorithm())) {
            throw new ConfigurationException("signing-algorithm", "is not the algorithm of the signing key");
        }
    }

    private KeySource source() {
        SigningKeyOrigin origin = tokens.keys();
        try {
            if (origin instanceof SigningKeyOrigin.Text text) {
                return new HeldKeySource(text.keys().map(this::held));
            }
            if (origin instanceof SigningKeyOrigin.KeyFile file) {
                return renewed(
                        new FileOrigin<>(
                                file.file(), content -> texts.read(new String(content, StandardCharsets.UTF_8))),
                        Renewed.FILE_PACE);
            }
            return origin instanceof SigningKeyOrigin.KeyStoreFile store
                    ? renewed(store(store), Renewed.FILE_PACE)
                    : generated((SigningKeyOrigin.Generated) origin);
        } catch (MalformedException e) {
            throw unusable(key(origin), e);
        } catch (IOException e) {
            // the message of a key store may speak of its password
            throw new ConfigurationException(
                    key(origin), "cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /** Private keys are kept only where nobody can read or change them. */
    private KeySource generated(SigningKeyOrigin.Generated origin) throws MalformedException, IOException {
        JwsAlgorithm chosen = algorithm == null ? JwsAlgorithm.RS256 : algorithm;
        if (!AuthenticatedStore.isAuthenticated(services.stateStore())) {
            SharedSecrets.requireOfProcess(services.stateStore(), "signing-keys-file");
            warnOfTheirEnd();
            return new HeldKeySource(Changing.of(HeldKeys.of(SigningKey.generate(chosen), List.of())));
        }
        // the store may be authenticated by what it keeps of other namespaces
        if (ProcessStore.isOfProcess(services.stateStore(), StoredRing.NAMESPACE)) {
            warnOfTheirEnd();
        }
        KeyRotation rotation = KeyRotation.of(chosen, origin.rotation(), tokens.accessTokenTtl());
        return renewed(new StoredRing(services.stateStore(), issuer, rotation, services.clock()), STORE_PACE);
    }

    private static void warnOfTheirEnd() {
        LOG.log(
                System.Logger.Level.WARNING,
                "MCPO4510 tokens are signed with a key that ends with this process; configure keys for production");
    }

    private HeldKeys held(Secret keys) {
        try {
            return texts.read(keys.reveal());
        } catch (MalformedException e) {
            throw unusable(KEYS, e);
        }
    }

    /** With another password the store is opened again, whichever of the two was exchanged first. */
    private Origin<HeldKeys> store(SigningKeyOrigin.KeyStoreFile store) {
        Changing<FileOrigin<HeldKeys>> opened = store.password()
                .map(password -> new FileOrigin<>(store.file(), new KeyStores(password, store.alias(), texts)));
        return () -> opened.current().read();
    }

    private static ConfigurationException unusable(String key, MalformedException e) {
        return new ConfigurationException(key, "cannot be used: " + e.getMessage());
    }

    private KeySource renewed(Origin<HeldKeys> origin, Duration pace) throws MalformedException, IOException {
        return new HeldKeySource(Renewed.of(origin, key(tokens.keys()), pace, services.clock()));
    }

    private static String key(SigningKeyOrigin origin) {
        if (origin instanceof SigningKeyOrigin.KeyFile) {
            return "signing-keys-file";
        }
        return origin instanceof SigningKeyOrigin.KeyStoreFile ? "signing-key-store" : KEYS;
    }

    private static JwsAlgorithm algorithm(String name) {
        return JwsAlgorithm.named(name)
                .orElseThrow(() -> new ConfigurationException("signing-algorithm", "is a JWS algorithm such as ES256"));
    }
}
