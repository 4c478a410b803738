package org.mcpoauth.api.challenge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, section 11.6.1: what is read out of {@code WWW-Authenticate} lines. */
class ChallengesTest {
    private static List<Challenge> parse(String... lines) {
        return Challenges.parse(List.of(lines)).all();
    }

    private static Challenge parameters(String scheme, Map<String, String> parameters) {
        return new Challenge(scheme, null, parameters);
    }

    private static Challenge token68(String scheme, String token68) {
        return new Challenge(scheme, token68, Map.of());
    }

    @Nested
    class WellFormed {
        @Test
        void oneChallengeWithOneParameter() {
            assertEquals(
                    List.of(parameters("bearer", Map.of("resource_metadata", "https://mcp.example/m"))),
                    parse("Bearer resource_metadata=\"https://mcp.example/m\""));
        }

        @Test
        void severalChallengesOnOneLine() {
            assertEquals(
                    List.of(
                            parameters("basic", Map.of("realm", "simple")),
                            parameters("newauth", Map.of("realm", "apps", "type", "1", "title", "Login to \"apps\"")),
                            parameters("bearer", Map.of("scope", "a b"))),
                    parse("Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\","
                            + " Bearer scope=\"a b\""));
        }

        @Test
        void severalLinesKeepTheirOrder() {
            assertEquals(
                    List.of(
                            parameters("dpop", Map.of("algs", "ES256")),
                            token68("negotiate", "abc=="),
                            parameters("bearer", Map.of())),
                    parse("DPoP algs=\"ES256\"", "Negotiate abc==, Bearer"));
        }

        @Test
        void schemeAndNamesAreNotCaseSensitiveButValuesAre() {
            Challenge challenge = parse("BEARER Error=\"Invalid_Token\"").get(0);
            assertEquals("bearer", challenge.scheme());
            assertEquals("Invalid_Token", challenge.parameter("ERROR").orElseThrow());
        }

        @Test
        void commasAndEscapesInQuotesAreText() {
            assertEquals(
                    "a, Basic realm=\"x\\y\"",
                    parse("Bearer error_description=\"a, Basic realm=\\\"x\\\\y\\\"\"")
                            .get(0)
                            .parameter("error_description")
                            .orElseThrow());
        }

        @Test
        void anyCharacterMayBeEscaped() {
            assertEquals(
                    "abc",
                    parse("Bearer realm=\"\\a\\b\\c\"")
                            .get(0)
                            .parameter("realm")
                            .orElseThrow());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Bearer realm=x,scope=y",
                    "Bearer realm = x , scope\t=\t\"y\"",
                    ",, Bearer realm=x, , ,scope=y,,",
                    "Bearer   realm=x, scope=y  ",
                    "Bearer , realm=x, scope=y",
                    "Bearer, realm=x, scope=y",
                })
        void blanksAndEmptyElementsHaveNoMeaning(String line) {
            assertEquals(List.of(parameters("bearer", Map.of("realm", "x", "scope", "y"))), parse(line));
        }

        @ParameterizedTest
        @ValueSource(strings = {"abc", "abc=", "abc==", "a.b-c_d~e+f/9=", "realm", "realm="})
        void token68FillsAChallenge(String value) {
            assertEquals(
                    List.of(token68("negotiate", value), parameters("bearer", Map.of("realm", "x"))),
                    parse("Negotiate " + value + " , Bearer realm=x"));
        }

        @Test
        void schemesWithoutParameters() {
            assertEquals(
                    List.of(parameters("negotiate", Map.of()), parameters("bearer", Map.of())),
                    parse("Negotiate, Bearer"));
        }

        @Test
        void emptyQuotedValueIsAValue() {
            assertEquals(List.of(parameters("bearer", Map.of("realm", ""))), parse("Bearer realm=\"\""));
        }

        @Test
        void aValueWithoutQuotesMayBeAUrl() {
            assertEquals(
                    List.of(parameters("bearer", Map.of("resource_metadata", "https://a.example/m?x=1", "scope", "s"))),
                    parse("Bearer resource_metadata=https://a.example/m?x=1, scope=s"));
        }

        @Test
        void octetsAboveAsciiAreReadInQuotes() {
            assertEquals(
                    "caf\u00e9",
                    parse("Basic realm=\"caf\u00e9\"").get(0).parameter("realm").orElseThrow());
        }
    }

    @Nested
    class Malformed {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "   ",
                    ",,,",
                    "=",
                    "\"\"",
                    "realm=x",
                    "realm=\"x\"",
                    "Bearer realm= , scope=x",
                    "Bearer a=1, scope=",
                    "Bearer a=1, =2",
                    "Bearer realm=\"x",
                    "Bearer realm=\"x\\",
                    "Bearer realm=\"x\\\"",
                    "Bearer realm=\"x\" y",
                    "Bearer realm=x y",
                    "Bearer realm=\"a\nb\"",
                    "Bearer realm=\"a\\\u0000b\"",
                    "Bearer realm=\"\u0100\"",
                    "Bearer \u0661=1",
                    "Bea(rer realm=x",
                    "Bearer abc def",
                    "Bearer =x",
                    "Bearer abc=, realm=x",
                    "\u212Aerberos",
                })
        void isDropped(String line) {
            assertEquals(List.of(), parse(line));
        }

        @Test
        void aRepeatedParameterDropsItsChallengeOnly() {
            assertEquals(
                    List.of(parameters("basic", Map.of("realm", "x")), parameters("dpop", Map.of())),
                    parse("Basic realm=x, Bearer scope=a, SCOPE=\"b\", realm=y, DPoP"));
        }

        @Test
        void whatStandsBeforeAndAfterAFaultIsKept() {
            assertEquals(
                    List.of(parameters("basic", Map.of("realm", "x")), parameters("bearer", Map.of("scope", "s"))),
                    parse("Basic realm=x, Broken a b, c=d, Bearer scope=s"));
        }

        @Test
        void parametersBehindAFaultDoNotGoToTheNextScheme() {
            assertEquals(
                    List.of(parameters("dpop", Map.of("algs", "ES256"))),
                    parse("Bearer error=a b, resource_metadata=https://evil.example/, DPoP algs=ES256"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Broken a=\"b\"c, Bearer resource_metadata=https://evil.example/",
                    "Broken a=b\"c, Bearer resource_metadata=https://evil.example/",
                    "Broken a=\"b\u0001, Bearer resource_metadata=https://evil.example/",
                    "Broken a=\"said \"no\", Bearer resource_metadata=https://evil.example/, x=\"\"",
                    "Broken \"a\", Bearer resource_metadata=https://evil.example/",
                })
        void aFaultAtAQuotationMarkDropsTheRestOfTheLine(String line) {
            assertEquals(
                    List.of(parameters("basic", Map.of("realm", "x")), parameters("dpop", Map.of())),
                    parse("Basic realm=\"x\", " + line, "DPoP"));
        }

        @Test
        void aLineDoesNotContinueTheChallengeOfTheLineBefore() {
            assertEquals(
                    List.of(parameters("bearer", Map.of("realm", "x"))),
                    parse("Bearer realm=\"x\"", "resource_metadata=\"https://evil.example/\""));
        }

        @Test
        void noLineGivesNone() {
            assertSame(Challenges.NONE, Challenges.parse(List.of()));
        }
    }

    @Nested
    class Limits {
        @Test
        void atMostThirtyTwoChallenges() {
            String line = "Bearer, ".repeat(33);
            assertEquals(32, parse(line).size());
        }

        @Test
        void atMostThirtyTwoParameters() {
            assertEquals(32, parse("Bearer " + numbered(32)).get(0).parameters().size());
            assertEquals(List.of(), parse("Bearer " + numbered(33)));
        }

        @Test
        void linesBeyondTheLimitAreDropped() {
            String padding = " ".repeat(16 * 1024 - 6);
            assertEquals(1, parse("Bearer" + padding, "").size());
            assertEquals(1, parse("Bearer" + padding, "DPoP").size());
            assertEquals(0, parse("Bearer" + padding + " ", "DPoP").size());
        }

        private static String numbered(int count) {
            return IntStream.range(0, count).mapToObj(i -> "p" + i + "=" + i).collect(Collectors.joining(", "));
        }
    }

    @Test
    void firstOfASchemeIsFoundInAnyCase() {
        Challenges challenges = Challenges.parse(List.of("Basic realm=x, Bearer scope=a, Bearer scope=b"));
        assertEquals("a", challenges.first("BEARER").orElseThrow().parameters().get("scope"));
        assertTrue(challenges.first("dpop").isEmpty());
    }

    @Test
    void theListCannotBeChanged() {
        List<Challenge> all = Challenges.parse(List.of("Bearer")).all();
        assertThrows(UnsupportedOperationException.class, all::clear);
    }

    @Test
    void oneHeaderLineIsWrittenForEachChallenge() {
        Challenges challenges = Challenges.parse(List.of("Bearer realm=x, DPoP algs=ES256"));
        assertEquals(List.of("Bearer realm=\"x\"", "DPoP algs=\"ES256\""), challenges.toHeaderValues());
    }
}
