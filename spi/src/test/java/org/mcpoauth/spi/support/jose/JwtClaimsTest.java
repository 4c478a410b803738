package org.mcpoauth.spi.support.jose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.codec.MalformedException.Fault;
import org.mcpoauth.spi.support.jose.JwtTimes.Verdict;

class JwtClaimsTest {

    private static JwtClaims claims(String members) {
        return new JwtClaims(Tokens.object("{" + members + "}"));
    }

    private interface Reading {
        Object read(JwtClaims claims) throws MalformedException;
    }

    private static void assertRefused(String members, Reading reading) {
        MalformedException refused = assertThrows(MalformedException.class, () -> reading.read(claims(members)));
        assertEquals(Fault.CLAIM, refused.fault());
    }

    @Nested
    class Texts {

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "true", "\"\"", "[]", "[\"a\"]", "{}"})
        void aTextIsAStringThatIsNotEmpty(String value) {
            assertRefused("\"sub\":" + value, claims -> String.valueOf(claims.text("sub")));
            assertRefused("\"sub\":" + value, claims -> claims.requiredText("sub"));
        }

        @Test
        void anAbsentTextIsNullUnlessItIsRequired() throws MalformedException {
            assertNull(claims("").text("sub"));
            assertRefused("", claims -> claims.requiredText("sub"));
            assertEquals("alice", claims("\"sub\":\"alice\"").requiredText("sub"));
            assertTrue(claims("\"sub\":null").has("sub"));
        }
    }

    @Nested
    class Audiences {

        @Test
        void anAudienceIsAStringOrAnArrayOfStrings() throws MalformedException {
            assertEquals(List.of("a"), claims("\"aud\":\"a\"").audience());
            assertEquals(List.of("a", "b"), claims("\"aud\":[\"a\",\"b\"]").audience());
            assertEquals(List.of(), claims("\"aud\":[]").audience());
            assertEquals(List.of(), claims("").audience());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"null", "1", "{}", "\"\"", "[\"a\",\"\"]", "[\"a\",1]", "[\"a\",null]", "[[\"a\"]]", "true"})
        void anythingElseIsRefused(String value) {
            assertRefused("\"aud\":" + value, JwtClaims::audience);
        }
    }

    /** RFC 7519, section 2: a NumericDate is a JSON number of seconds, perhaps with a fraction. */
    @Nested
    class Times {

        @ParameterizedTest
        @CsvSource({
            "0,1970-01-01T00:00:00Z",
            "1300819380,2011-03-22T18:43:00Z",
            "1300819380.25,2011-03-22T18:43:00.250Z",
            "253402300799,9999-12-31T23:59:59Z",
            "0.0000000001,1970-01-01T00:00:00Z",
            "1e-300,1970-01-01T00:00:00Z",
            "0e999,1970-01-01T00:00:00Z",
            "1.300819380e9,2011-03-22T18:43:00Z"
        })
        void aTimeIsANumberInRange(String number, String expected) throws MalformedException {
            Instant time = claims("\"exp\":" + number).requiredTime("exp");

            assertEquals(Instant.parse(expected), time);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "\"1300819380\"",
                    "true",
                    "[]",
                    "{}",
                    "-1",
                    "-0.5",
                    "1e300",
                    "1e999",
                    "-1e300",
                    "9223372036854775807",
                    "9223372036854775808",
                    "253402300800",
                    "253402300799.5",
                    "99999999999999999999999999999999"
                })
        void anythingElseIsRefused(String value) {
            assertRefused("\"exp\":" + value, claims -> claims.requiredTime("exp"));
            assertRefused("\"nbf\":" + value, claims -> String.valueOf(claims.time("nbf")));
        }

        @Test
        void anAbsentTimeIsNullUnlessItIsRequired() throws MalformedException {
            assertNull(claims("").time("nbf"));
            assertRefused("", claims -> claims.requiredTime("exp"));
        }
    }

    @Nested
    class ScopesAndObjects {

        @Test
        void scopesAreATextWithBlanks() throws MalformedException {
            assertEquals(Scopes.of("a", "b:c"), claims("\"scope\":\"a b:c\"").scope());
            assertEquals(Scopes.NONE, claims("\"scope\":\"\"").scope());
            assertEquals(Scopes.NONE, claims("").scope());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "1", "[\"a\"]", "{}", "\"a\\tb\"", "\"a\\\"b\"", "\"\\u00e9\""})
        void anythingElseIsNoScope(String value) {
            assertRefused("\"scope\":" + value, JwtClaims::scope);
        }

        @Test
        void anObjectIsReadLikeClaims() throws MalformedException {
            JwtClaims cnf = claims("\"cnf\":{\"jkt\":\"abc\"}").object("cnf");

            assertEquals("abc", cnf == null ? null : cnf.requiredText("jkt"));
            assertNull(claims("").object("cnf"));
            assertRefused("\"cnf\":\"abc\"", claims -> String.valueOf(claims.object("cnf")));
            assertRefused("\"cnf\":null", claims -> String.valueOf(claims.object("cnf")));
        }

        @Test
        void theTextFormShowsNoClaim() {
            assertFalse(claims("\"sub\":\"alice\"").toString().contains("alice"));
        }
    }

    /** RFC 7519, sections 4.1.4 to 4.1.6. */
    @Nested
    class Validity {
        private static final long NOW = 1_800_000_000L;

        private Verdict at(long skew, String members) throws MalformedException {
            JwtTimes times = new JwtTimes(() -> Instant.ofEpochSecond(NOW), Duration.ofSeconds(skew));
            return times.check(claims(members));
        }

        @ParameterizedTest
        @CsvSource({"0,1,VALID", "0,0,EXPIRED", "0,-1,EXPIRED", "30,-29,VALID", "30,-30,EXPIRED", "30,-31,EXPIRED"})
        void aTokenEndsWithItsSkew(long skew, long end, Verdict expected) throws MalformedException {
            assertEquals(expected, at(skew, "\"exp\":" + (NOW + end)));
        }

        @ParameterizedTest
        @CsvSource({"0,0,VALID", "0,1,NOT_YET_VALID", "30,30,VALID", "30,31,NOT_YET_VALID"})
        void aTokenBeginsWithItsSkew(long skew, long begin, Verdict expected) throws MalformedException {
            assertEquals(expected, at(skew, "\"exp\":" + (NOW + 600) + ",\"nbf\":" + (NOW + begin)));
            assertEquals(expected, at(skew, "\"exp\":" + (NOW + 600) + ",\"iat\":" + (NOW + begin)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\"exp\":null", "\"exp\":\"1900000000\"", "\"nbf\":1", "\"exp\":1e300"})
        void anEndMustBeThere(String members) {
            assertThrows(MalformedException.class, () -> at(30, members));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"\"nbf\":1e300", "\"nbf\":9223372036854775808", "\"nbf\":\"1\"", "\"iat\":null", "\"iat\":-1"
                })
        void aTimeThatIsNoneIsRefused(String member) {
            assertThrows(MalformedException.class, () -> at(30, "\"exp\":" + (NOW + 600) + "," + member));
        }

        @Test
        void theSkewIsAtMostFiveMinutes() {
            assertThrows(IllegalArgumentException.class, () -> at(301, ""));
            assertThrows(IllegalArgumentException.class, () -> at(-1, ""));
        }
    }
}
