package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.ClientAuthentication;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.key.VerificationKey;

/** Secrets and keys of resources in files are read again; a bad file leaves what is known. */
class ExchangedResourceSecretsTest {
    private static final String OTHER = "fedcba9876543210fedcba9876543210";
    private static final String KEY_SET =
            "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"%s\",\"alg\":\"ES256\","
                    + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}]}";

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-07-01T00:00:00Z");

    private ResourceServerConfiguration read(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Samples.RESOURCE);
        keys.forEach((key, value) -> all.put("mcp.oauth.resource." + key, value));
        Settings settings =
                Settings.ofResource(Keys.config(all), Credentials.NONE.at(() -> now), "default", new Problems());
        return ResourceServerConfigurations.read(settings, "default", builder -> {});
    }

    private String exchanged(String text) throws IOException {
        Path written = Files.writeString(folder.resolve("new"), text);
        now = now.plus(Duration.ofSeconds(10));
        return Files.move(written, folder.resolve("file"), StandardCopyOption.REPLACE_EXISTING)
                .toString();
    }

    private static List<Secret> secrets(String... texts) {
        return List.of(texts).stream().map(Secret::of).toList();
    }

    @Test
    void theKeysOfRequestStatesAreReadAgain() throws Exception {
        Changing<List<Secret>> keys = read(Map.of("request-state.keys-file", exchanged(Samples.SECRET)))
                .requestState()
                .keys();
        exchanged(OTHER + "\n" + Samples.SECRET);
        assertEquals(secrets(OTHER, Samples.SECRET), keys.current());
        for (String bad : List.of("", "short", OTHER + "," + OTHER)) {
            exchanged(bad);
            assertEquals(secrets(OTHER, Samples.SECRET), keys.current());
        }
    }

    @Test
    void theSecretForIntrospectionIsReadAgain() throws Exception {
        Changing<ClientAuthentication> method = Objects.requireNonNull(read(Map.of(
                                "introspection.client-id", "mcp", "introspection.client-secret-file", exchanged("old")))
                        .introspection())
                .authentication();
        exchanged("new");
        assertEquals(new ClientAuthentication.ClientSecretBasic(Secret.of("new")), method.current());
        exchanged(" ");
        assertEquals(new ClientAuthentication.ClientSecretBasic(Secret.of("new")), method.current());
    }

    @Test
    void theKeysOfAnIssuerAreReadAgain() throws Exception {
        Changing<List<VerificationKey>> keys = read(Map.of(
                        "authorization-servers", "",
                        "issuer.corp.url", "https://corp.example",
                        "issuer.corp.keys-file", exchanged(KEY_SET.formatted("one"))))
                .issuers()
                .get(0)
                .keys();
        exchanged(KEY_SET.formatted("two"));
        assertEquals("two", keys.current().get(0).keyId());
        for (String bad : List.of("no json", "{\"keys\":[]}")) {
            exchanged(bad);
            assertEquals("two", keys.current().get(0).keyId());
        }
    }
}
