package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.ConfigurationException;
import org.mcpoauth.spi.Changing;

/** Files that keys name. */
class ConfiguredFileTest {
    private static final String KEY = "mcp.oauth.as.client-secret-keys";
    private static final String FILE_KEY = "mcp.oauth.as.client-secret-keys-file";

    @TempDir
    private Path directory;

    private Instant now = Instant.EPOCH;

    private Changing<List<Secret>> secrets(Map<String, String> keys) {
        Problems problems = new Problems();
        InstantSource clock = () -> now;
        Changing<List<Secret>> found = Settings.of(Keys.config(keys), Credentials.NONE.at(clock), problems)
                .changing(
                        ConfigurationKey.AS_CLIENT_SECRET_KEYS,
                        ConfigurationKey.AS_CLIENT_SECRET_KEYS_FILE,
                        ConfiguredFileTest::longEnough)
                .orElseGet(() -> Changing.of(List.of()));
        problems.throwIfAny();
        return found;
    }

    private static List<Secret> longEnough(String text) {
        if (text.length() < 3) {
            throw new ConfigurationException("client-secret-keys", "are long");
        }
        return Settings.parseSecrets(text);
    }

    private Path write(String text) throws Exception {
        return Files.writeString(directory.resolve("secrets"), text);
    }

    private static List<Secret> listOf(String... texts) {
        return List.of(texts).stream().map(Secret::of).toList();
    }

    @Test
    void aTextStays() {
        assertEquals(Changing.of(listOf("one", "two")), secrets(Map.of(KEY, "one, two")));
    }

    @Test
    void aFileIsReadAgain() throws Exception {
        Changing<List<Secret>> secrets =
                secrets(Map.of(FILE_KEY, write("one\ntwo\n").toString()));
        assertEquals(listOf("one", "two"), secrets.current());
        write("three\n");
        assertEquals(listOf("one", "two"), secrets.current());
        now = now.plus(Duration.ofSeconds(10));
        assertEquals(listOf("three"), secrets.current());
        assertFalse(secrets.toString().contains("three"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "x"})
    void aLaterContentThatBreaksARuleChangesNothing(String later) throws Exception {
        Changing<List<Secret>> secrets = secrets(Map.of(FILE_KEY, write("good").toString()));
        write(later);
        now = now.plus(Duration.ofSeconds(10));
        assertEquals(listOf("good"), secrets.current());
    }

    @Test
    void whatIsWrongAtFirstIsAProblemOfItsKey() throws Exception {
        assertEquals(
                List.of(FILE_KEY + ": are long"),
                Keys.problems(() -> secrets(Map.of(FILE_KEY, write("x").toString()))));
        assertEquals(List.of(KEY + ": are long"), Keys.problems(() -> secrets(Map.of(KEY, "x"))));
        assertEquals(
                List.of(FILE_KEY + ": the file is empty"),
                Keys.problems(() -> secrets(Map.of(FILE_KEY, write("").toString()))));
        assertEquals(
                List.of(FILE_KEY + ": is no name of a file"), Keys.problems(() -> secrets(Map.of(FILE_KEY, "a\0b"))));
    }

    @Test
    void textAndFileExcludeEachOther() throws Exception {
        String file = write("good").toString();
        assertEquals(
                List.of(FILE_KEY + ": must not stand beside " + KEY),
                Keys.problems(() -> secrets(Map.of(KEY, "one", FILE_KEY, file))));
    }

    @Test
    void aFileWithOtherBytesThanTextIsRefused() throws Exception {
        Path file = Files.write(directory.resolve("bytes"), new byte[] {'a', (byte) 0xFF});
        assertThrows(ConfigurationException.class, () -> secrets(Map.of(FILE_KEY, file.toString())));
    }
}
