package org.mcpoauth.api.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.ErrorCode;

class ChallengeTest {
    private static final URI METADATA = URI.create("https://mcp.example/.well-known/oauth-protected-resource/mcp");

    private static Challenge with(String name, String value) {
        return Challenge.builder("x").parameter(name, value).build();
    }

    @Nested
    class Construction {
        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "b\u00e9arer", "a\"b", "a,b", "a\r\nb"})
        void schemeAndNamesAreTokens(String text) {
            assertThrows(IllegalArgumentException.class, () -> new Challenge(text, null, Map.of()));
            assertThrows(IllegalArgumentException.class, () -> new Challenge("x", null, Map.of(text, "v")));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "=", "a=b", "a b", "a,b", "\u00e9"})
        void token68HasItsOwnCharacters(String text) {
            assertThrows(IllegalArgumentException.class, () -> new Challenge("x", text, Map.of()));
        }

        @Test
        void token68AndParametersExcludeEachOther() {
            assertThrows(IllegalArgumentException.class, () -> new Challenge("x", "abc", Map.of("a", "b")));
        }

        @Test
        void namesThatDifferInCaseOnlyAreRefused() {
            Map<String, String> twice = new LinkedHashMap<>();
            twice.put("scope", "a");
            twice.put("SCOPE", "b");
            assertThrows(IllegalArgumentException.class, () -> new Challenge("x", null, twice));
        }

        @Test
        void controlCharactersAreRefusedWithoutShowingTheValue() {
            var refused = assertThrows(IllegalArgumentException.class, () -> with("realm", "secret\r\nX: y"));
            assertFalse(String.valueOf(refused.getMessage()).contains("secret"));
        }

        @Test
        void parametersAreCopiedInOrder() {
            Map<String, String> given = new LinkedHashMap<>(Map.of("z", "1"));
            given.put("a", "2");
            Challenge challenge = new Challenge("X", null, given);
            given.clear();
            assertEquals(List.of("z", "a"), List.copyOf(challenge.parameters().keySet()));
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> challenge.parameters().clear());
        }
    }

    @Nested
    class Reading {
        @Test
        void anErrorWithForbiddenCharactersIsNoError() {
            assertEquals(
                    Optional.of(ErrorCode.INVALID_TOKEN),
                    with("error", "invalid_token").error());
            assertEquals(Optional.empty(), with("error", "a\"b").error());
            assertEquals(Optional.empty(), with("error", "").error());
        }

        @Test
        void aScopeWithForbiddenCharactersIsNoScope() {
            assertEquals(Optional.of(Scopes.of("a", "b")), with("scope", "a b").scopes());
            assertEquals(Optional.empty(), with("scope", "a \"b").scopes());
            assertEquals(Optional.empty(), with("realm", "x").scopes());
        }

        @Test
        void listsAreSplitAtBlanks() {
            assertEquals(
                    List.of("ES256", "EdDSA"), with("algs", " ES256  EdDSA ").algs());
            assertEquals(List.of("a", "b"), with("acr_values", "a b").acrValues());
            assertEquals(List.of(), with("realm", "x").algs());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "-1", "1.5", "ten", "99999999999", "+1"})
        void maxAgeIsANumberOfSeconds(String text) {
            assertEquals(Optional.empty(), with("max_age", text).maxAge());
            assertEquals(
                    Optional.of(Duration.ofSeconds(5)), with("max_age", "5").maxAge());
        }

        @Test
        void resourceMetadataIsTheExactText() {
            assertEquals(
                    Optional.of("HTTPS://Mcp.example/m/"),
                    with("resource_metadata", "HTTPS://Mcp.example/m/").resourceMetadata());
        }
    }

    @Nested
    class Writing {
        // RFC 6750, section 3.1; RFC 9728, section 5.1
        @Test
        void challengeOfAProtectedResource() {
            assertEquals(
                    "Bearer resource_metadata=\"" + METADATA
                            + "\", error=\"insufficient_scope\", error_description=\"more, please\", scope=\"a b\"",
                    Challenge.bearer()
                            .resourceMetadata(METADATA)
                            .error(ErrorCode.INSUFFICIENT_SCOPE)
                            .errorDescription("more, please")
                            .scope(Scopes.of("a", "b"))
                            .build()
                            .toHeaderValue());
        }

        // RFC 9449, section 7.1
        @Test
        void challengeForDPoP() {
            assertEquals(
                    "DPoP error=\"use_dpop_nonce\", algs=\"ES256 PS256\"",
                    Challenge.dpop()
                            .error(ErrorCode.USE_DPOP_NONCE)
                            .algs(List.of("ES256", "PS256"))
                            .build()
                            .toHeaderValue());
        }

        // RFC 9470, section 3
        @Test
        void challengeForStrongerUserAuthentication() {
            assertEquals(
                    "Bearer error=\"insufficient_user_authentication\", acr_values=\"gold silver\", max_age=\"300\"",
                    Challenge.bearer()
                            .error(ErrorCode.INSUFFICIENT_USER_AUTHENTICATION)
                            .acrValues(List.of("gold", "silver"))
                            .maxAge(Duration.ofMinutes(5))
                            .build()
                            .toHeaderValue());
        }

        @Test
        void emptyListsAreLeftOut() {
            assertEquals(
                    "Bearer",
                    Challenge.bearer()
                            .scope(Scopes.NONE)
                            .algs(List.of())
                            .acrValues(List.of())
                            .build()
                            .toHeaderValue());
        }

        @Test
        void quotationMarksAndBackslashesAreEscaped() {
            assertEquals(
                    "Basic realm=\"a \\\"b\\\" \\\\ c\"",
                    Challenge.builder("Basic").realm("a \"b\" \\ c").build().toHeaderValue());
        }

        @Test
        void token68IsWrittenBare() {
            assertEquals("negotiate abc==", new Challenge("Negotiate", "abc==", Map.of()).toHeaderValue());
        }

        // RFC 6750, section 3: %x20-21 / %x23-5B / %x5D-7E
        @ParameterizedTest
        @ValueSource(strings = {"scope", "error", "error_description", "error_uri"})
        void quotesAndBackslashesAreRefusedWhereTheSpecificationDoes(String name) {
            assertThrows(IllegalArgumentException.class, with(name, "a\"b")::toHeaderValue);
            assertThrows(IllegalArgumentException.class, with(name, "a\\b")::toHeaderValue);
            assertEquals("x " + name + "=\"ab\"", with(name, "ab").toHeaderValue());
        }

        @Test
        void anErrorUriHasNoBlank() {
            assertThrows(IllegalArgumentException.class, with("error_uri", "a b")::toHeaderValue);
        }

        @ParameterizedTest
        @ValueSource(strings = {"\t", "caf\u00e9", "\u0080"})
        void onlyPrintableAsciiIsSent(String value) {
            assertThrows(IllegalArgumentException.class, with("realm", value)::toHeaderValue);
        }

        @Test
        void negativeAgeIsRefused() {
            assertThrows(
                    IllegalArgumentException.class, () -> Challenge.bearer().maxAge(Duration.ofSeconds(-1)));
        }

        @Test
        void theLastValueOfANameCounts() {
            assertEquals(
                    "Bearer realm=\"b\"",
                    Challenge.bearer()
                            .realm("a")
                            .parameter("REALM", "b")
                            .build()
                            .toHeaderValue());
        }
    }

    @Test
    void schemeIsComparedInAnyCase() {
        assertTrue(Challenge.dpop().build().isScheme("DPoP"));
        assertFalse(Challenge.dpop().build().isScheme("Bearer"));
    }
}
