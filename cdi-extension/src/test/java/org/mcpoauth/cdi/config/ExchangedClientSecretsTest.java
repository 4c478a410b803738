package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.api.client.SigningKey;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.ClientConfiguration;
import org.mcpoauth.spi.client.GrantSources;
import org.mcpoauth.spi.client.IdentityProvider;
import org.mcpoauth.spi.support.jose.JwsAlgorithm;

/** Secrets of clients in files and behind aliases are read again, those that are written out stay. */
class ExchangedClientSecretsTest {
    private static final String CRM = "mcp.oauth.client.crm.";

    @TempDir
    private Path folder;

    /** What the credential store has. */
    private String kept = "";

    private Instant now = Instant.parse("2026-07-01T00:00:00Z");

    private ClientConfiguration read(Map<String, String> keys, Credentials credentials) {
        Map<String, String> all = new HashMap<>(Samples.CLIENT);
        keys.forEach((key, value) -> all.put(CRM + key, value));
        Settings settings = Settings.ofClient(Keys.config(all), credentials.at(() -> now), "crm", new Problems());
        return ClientConfigurations.read(
                settings,
                "crm",
                builder -> builder.sources(none -> GrantSources.NONE.withSubjectTokens(user -> {
                    throw new IllegalStateException("not asked");
                })));
    }

    private ClientConfiguration read(Map<String, String> keys) {
        return read(keys, Credentials.NONE);
    }

    /** As platforms exchange files: the new one is moved into the place of the old one. */
    private Path exchanged(String name, String text) throws IOException {
        Path written = Files.writeString(folder.resolve(name + ".new"), text);
        return Files.move(written, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private static <T> T value(@Nullable Changing<T> changing) {
        return Objects.requireNonNull(changing).current();
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void aSecretInAFileIsReadAgainAfterTenSeconds() throws Exception {
        Path file = exchanged("secret", "old\n");
        Changing<Secret> secret =
                Objects.requireNonNull(read(Map.of("client-id", "crm", "client-secret-file", file.toString()))
                        .clientSecret());
        exchanged("secret", "new\n");
        pass(Duration.ofSeconds(9));
        assertEquals(Secret.of("old"), secret.current());
        pass(Duration.ofSeconds(1));
        assertEquals(Secret.of("new"), secret.current());
        Files.delete(file);
        pass(Duration.ofSeconds(10));
        assertEquals(Secret.of("new"), secret.current());
    }

    @Test
    void theInitialAccessTokenAndTheSecretForTheIdentityProviderAreReadAgain() throws Exception {
        Path token = exchanged("token", "first");
        Path secret = exchanged("idp", "old");
        ClientConfiguration client = read(Map.of(
                "dcr.initial-access-token-file",
                token.toString(),
                "id-jag.idp-issuer",
                "https://idp.example",
                "id-jag.idp-client-id",
                "app-at-idp",
                "id-jag.idp-client-secret-file",
                secret.toString()));
        IdentityProvider provider = Objects.requireNonNull(client.sources().identityProvider());
        exchanged("token", "second");
        exchanged("idp", "new");
        pass(Duration.ofSeconds(10));
        assertEquals(Secret.of("second"), value(client.initialAccessToken()));
        assertEquals(
                new ClientAuthentication.ClientSecretBasic(Secret.of("new")),
                provider.authentication().current());
    }

    @Test
    void aKeyInAFileIsReadAgainAndABadOneLeavesTheOldOne() throws Exception {
        Path file = exchanged("key", pem());
        Changing<SigningKey> key =
                Objects.requireNonNull(read(Map.of("client-id", "crm", "client-key-file", file.toString()))
                        .clientKey());
        SigningKey first = key.current();
        exchanged("key", "no key at all");
        pass(Duration.ofSeconds(10));
        assertEquals(first, key.current());
        exchanged("key", pem());
        pass(Duration.ofSeconds(10));
        assertNotEquals(first.key(), key.current().key());
    }

    /** Servers know only the public half that the client said at first. */
    @Test
    void aKeyThatTheClientPublishesItselfStays() throws Exception {
        Path file = exchanged("key", pem());
        Changing<SigningKey> key = Objects.requireNonNull(
                read(Map.of("client-auth-method", "private-key-jwt", "client-key-file", file.toString()))
                        .clientKey());
        SigningKey first = key.current();
        exchanged("key", pem());
        pass(Duration.ofSeconds(10));
        assertEquals(first, key.current());
    }

    @Test
    void anAliasIsLookedUpAgainAfterHalfAMinute() {
        kept = "old";
        AtomicInteger questions = new AtomicInteger();
        Changing<Secret> secret = Objects.requireNonNull(read(
                        Map.of("client-id", "crm", "client-secret-alias", "crm-secret"), Credentials.of(alias -> {
                            questions.incrementAndGet();
                            return Optional.of(Secret.of(kept));
                        }))
                .clientSecret());
        kept = " new\n";
        pass(Duration.ofSeconds(29));
        assertEquals(Secret.of("old"), secret.current());
        assertEquals(1, questions.get());
        pass(Duration.ofSeconds(1));
        assertEquals(Secret.of("new"), secret.current());
        assertEquals(2, questions.get());
    }

    @Test
    void aStoreThatFailsLaterAndAnAliasThatIsGoneLeaveTheOldSecret() {
        kept = "there";
        Changing<Secret> secret = Objects.requireNonNull(read(
                        Map.of("client-id", "crm", "client-secret-alias", "crm-secret"),
                        Credentials.of(alias -> switch (kept) {
                            case "down" -> throw new StorageException(FailureCode.STORE_UNAVAILABLE, "down", null);
                            case "gone" -> Optional.empty();
                            case "empty" -> Optional.of(Secret.of(" "));
                            default -> Optional.of(Secret.of(kept));
                        }))
                .clientSecret());
        for (String failure : new String[] {"down", "gone", "empty"}) {
            kept = failure;
            pass(Duration.ofSeconds(30));
            assertEquals(Secret.of("there"), secret.current());
        }
        kept = "back";
        pass(Duration.ofSeconds(30));
        assertEquals(Secret.of("back"), secret.current());
    }

    @Test
    void aSecretThatIsWrittenOutStays() {
        assertEquals(
                Changing.of(Secret.of("fixed")),
                read(Map.of("client-id", "crm", "client-secret", "fixed")).clientSecret());
    }

    private static String pem() {
        org.mcpoauth.spi.support.jose.SigningKey key =
                org.mcpoauth.spi.support.jose.SigningKey.generate(JwsAlgorithm.ES256);
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(key.privateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----";
    }
}
