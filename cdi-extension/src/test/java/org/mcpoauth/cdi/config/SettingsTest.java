package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.spi.ResourceServerConfiguration;

/** How values are written, proven on keys of a protected resource. */
class SettingsTest {

    @ParameterizedTest
    @CsvSource({"90, PT1M30S", "PT1M30S, PT1M30S", "' 90 ', PT1M30S", "P1D, PT24H"})
    void aDurationIsInSecondsOrIso8601(String text, Duration expected) {
        assertEquals(
                expected, read("session-binding.idle-timeout", text).bindings().idleTimeout());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1m", "90s", "1.5", "-5x", "99999999999999999999", "PT", "one"})
    void anythingElseIsNoDuration(String text) {
        assertEquals(
                List.of("mcp.oauth.resource.session-binding.idle-timeout: is a duration: whole seconds, or ISO 8601"
                        + " such as PT30S"),
                problems("session-binding.idle-timeout", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "PT-1S"})
    void theRulesOfTheConfigurationNameTheFullKey(String text) {
        assertEquals(
                List.of("mcp.oauth.resource.session-binding.idle-timeout: must be positive"),
                problems("session-binding.idle-timeout", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1k", "4 MiB", "99999999999", "1.0", "0x10"})
    void aNumberIsAWholeNumber(String text) {
        assertEquals(List.of("mcp.oauth.resource.max-body-size: is a whole number"), problems("max-body-size", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"enforced", "ENFORCE", "dangerous_off", "off", "dangerous"})
    void aChoiceNamesTheChoices(String text) {
        assertEquals(
                List.of("mcp.oauth.resource.session-binding: is one of enforce, strict, dangerous-log, dangerous-off"),
                problems("session-binding", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", "https://as.example/a b", "as.example"})
    void aUrlIsAbsolute(String text) {
        assertEquals(List.of("mcp.oauth.resource.jwks-url: is an absolute URL"), problems("jwks-url", text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "TRUE", "on"})
    void aFlagIsTrueOrFalse(String text) {
        Map<String, String> keys = new HashMap<>(Samples.RESOURCE);
        keys.put("mcp.oauth.enabled", text);
        assertEquals(List.of("mcp.oauth.enabled: is true or false"), Keys.problems(() -> read(keys)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b", "a b", " a , b ", "a,,b", "a, b,"})
    void scopesAreSeparatedByCommasOrBlanks(String text) {
        assertEquals(Scopes.of("a", "b"), read("scopes-required", text).scopes().required());
    }

    @Test
    void aCommaInAListIsEscaped() {
        assertEquals(List.of("a,b", "c"), read("audiences", "a\\,b, c").audiences());
    }

    @Test
    void anEmptyValueIsNone() {
        assertEquals(List.of("https://mcp.example/mcp"), read("audiences", " ").audiences());
    }

    @Test
    void secretsOfAFileHaveNoLineEnds(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys"), Samples.SECRET + "\r\n" + Samples.SECRET + "2\n");
        assertEquals(
                List.of(Secret.of(Samples.SECRET), Secret.of(Samples.SECRET + "2")),
                read("request-state.keys-file", file.toString())
                        .requestState()
                        .keys()
                        .current());
    }

    @Test
    void aFileIsReadableSmallAndNotEmpty(@TempDir Path folder) throws Exception {
        String key = "mcp.oauth.resource.request-state.keys-file: ";
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        Path large = Files.write(folder.resolve("large"), new byte[64 * 1024 + 1]);
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
        assertEquals(List.of(key + "the file is empty"), problems("request-state.keys-file", empty.toString()));
        assertEquals(
                List.of(key + "the file is larger than 65536 bytes"),
                problems("request-state.keys-file", large.toString()));
        for (Path unreadable : List.of(binary, folder.resolve("missing"), folder)) {
            assertEquals(
                    List.of(key + "the file cannot be read as UTF-8 text"),
                    problems("request-state.keys-file", unreadable.toString()));
        }
    }

    @Test
    void aSecretIsGivenOnce() {
        Map<String, String> keys = new HashMap<>(Samples.RESOURCE);
        keys.put("mcp.oauth.resource.request-state.keys", Samples.SECRET);
        keys.put("mcp.oauth.resource.request-state.keys-file", "keys");
        assertEquals(
                List.of("mcp.oauth.resource.request-state.keys-file: must not stand beside"
                        + " mcp.oauth.resource.request-state.keys"),
                Keys.problems(() -> read(keys)));
    }

    @Test
    void noProblemShowsTheValue() {
        Keys.problems(() -> read("request-state.keys", "short-secret"))
                .forEach(line -> assertFalse(line.contains("short-secret"), line));
    }

    private static List<String> problems(String key, String value) {
        return Keys.problems(() -> read(key, value));
    }

    private static ResourceServerConfiguration read(String key, String value) {
        Map<String, String> keys = new HashMap<>(Samples.RESOURCE);
        keys.put("mcp.oauth.resource." + key, value);
        return read(keys);
    }

    private static ResourceServerConfiguration read(Map<String, String> keys) {
        return ResourceServerConfigurations.read(Keys.config(keys), builder -> {});
    }
}
